// Runs before the first paint, so that a dark page never flashes white and the language is right for the reader's voice.
(function () {
  var chosen = null;
  var language = null;
  try {
    chosen = localStorage.getItem("mantine-color-scheme-value");
    language = localStorage.getItem("parley.language");
  } catch {
    // Storage can be switched off; the system's choice is used then.
    chosen = null;
  }
  var dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
  if (!language) language = /^zh/i.test(navigator.language) ? "zh" : "en";
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
})();
