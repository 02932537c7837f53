import "@fontsource-variable/inter/wght.css";

/** Starts loading the Chinese interface font. Its declarations are large, so they wait until the first page stands. */
export async function loadInterfaceFonts(): Promise<void> {
  await import("@fontsource-variable/noto-sans-sc/wght.css");
}

/** Starts loading the Latin font of the paper only, for a page that shows a few words in it. */
export async function loadLatinPaperFont(): Promise<void> {
  await import("@fontsource-variable/source-serif-4/wght.css");
}

/** Starts loading the fonts of the paper. Only pages that show a document's text need them. */
export async function loadPaperFonts(): Promise<void> {
  await Promise.all([
    import("@fontsource-variable/source-serif-4/wght.css"),
    import("@fontsource-variable/source-serif-4/wght-italic.css"),
    import("@fontsource-variable/noto-serif-sc/wght.css"),
  ]);
}
