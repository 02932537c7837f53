/** The look of an exported HTML file, on the screen and in print. */
const depths = Array.from(
  { length: 8 },
  (_each, index) => `.depth-${index + 1} { margin-left: ${(index + 1) * 2}em; }`,
).join("\n");

export const exportStylesheet = `
@page { size: A4; margin: 25mm 24mm; }
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #111827; font: 11pt/1.65 "Times New Roman", "Songti SC", SimSun, "Noto Serif CJK SC", serif; }
main { max-width: 44em; margin: 3em auto; padding: 0 1.5em; overflow-wrap: anywhere; }
.notice { max-width: 44em; margin: 1.5em auto -1.5em; padding: 0 1.9em; color: #4b5563; font: 9pt/1.5 Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
.notice p { margin: 0; }
p { margin: 0.5em 0; white-space: pre-wrap; }
h1, h2, h3, h4, h5, h6 { font-family: Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; line-height: 1.35; margin: 1.4em 0 0.5em; break-after: avoid; }
h1 { font-size: 1.4em; } h2 { font-size: 1.25em; } h3 { font-size: 1.12em; } h4, h5, h6 { font-size: 1em; }
h1.title { font-size: 1.8em; text-align: center; margin: 0.5em 0 1.2em; }
.center { text-align: center; } .end { text-align: right; } .justify { text-align: justify; }
p.item { padding-left: 2em; text-indent: -2em; }
p.item .label { display: inline-block; min-width: 1.7em; text-indent: 0; }
${depths}
blockquote { margin: 0.8em 0; padding-left: 1em; border-left: 3px solid #d1d5db; color: #4b5563; }
pre { background: #f3f4f6; padding: 0.8em 1em; white-space: pre-wrap; font: 0.9em/1.5 Consolas, Menlo, monospace; }
code { font-family: Consolas, Menlo, monospace; font-size: 0.95em; }
a { color: #1d4ed8; }
mark { color: inherit; } mark.yellow { background: #fef08a; } mark.green { background: #bbf7d0; } mark.blue { background: #bfdbfe; } mark.pink { background: #fbcfe8; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; }
th, td { border: 1px solid #9ca3af; padding: 0.35em 0.6em; text-align: left; vertical-align: top; }
th { background: #f3f4f6; } th p, td p { margin: 0.15em 0; }
tr, img { break-inside: avoid; } thead { display: table-header-group; }
img { max-width: 100%; height: auto; }
hr { border: 0; border-top: 1px solid #9ca3af; margin: 1.5em 0; }
.turning { display: inline-block; margin: 0 0.15em; padding: 0 0.25em; border: 1px solid #b45309; border-radius: 3px; color: #8a5300; direction: ltr; font: 0.68em/1.4 Arial, sans-serif; text-decoration: none; text-indent: 0; unicode-bidi: isolate; vertical-align: 0.12em; white-space: nowrap; }
.turning::before { content: attr(data-sign); }
.tab { display: inline-block; min-width: 2em; }
.signature { break-inside: avoid; margin: 2em 0; max-width: 28em; } .signature p { margin: 0.3em 0; }
.signature p.sign { display: flex; gap: 0.5em; margin-top: 1.4em; } .sign .line { flex: 1; border-bottom: 1px solid #4b5563; }
.page-break { border-top: 1px dashed #d1d5db; margin: 2em 0; }
@media print {
  main, .notice { max-width: none; margin: 0; padding: 0; }
  .notice { margin-bottom: 1.5em; }
  .page-break { break-after: page; border: 0; margin: 0; }
  a { color: inherit; }
}
`;
