/** The head of a comparison's file: what is compared, when, what the signs mean, and whose changes there are. */
import { textWithSigns } from "@parley/document";
import { waitingLegend } from "./comparison-alternatives.ts";
import { escape } from "./comparison-escape.ts";
import type { ComparisonHtml } from "./comparison-html.ts";
import type { ComparisonTeller } from "./comparison-teller.ts";

/** What is compared, and how to read it. To be written after the blocks, when it is known whose changes there are. */
export function headerHtml(comparison: ComparisonHtml, teller: ComparisonTeller): string {
  const { said } = teller;
  const { made, zone } = comparison;
  const { title, older, newer } = seenTitles(comparison);
  const line = (what: string, html: string): string => `<dt>${what}</dt><dd>${html}</dd>`;
  const legend = [
    `<ins>${said.inserted}</ins>`,
    `<del>${said.deleted}</del>`,
    `<ins class="moved">${said.arrived}</ins>`,
    `<del class="gone">${said.left}</del>`,
    `<span class="formatted">${said.formatted}</span>`,
    `<span><ins class="break">¶</ins> ${said.broken.split}</span>`,
    `<span><del class="break">¶</del> ${said.broken.joinedHere}</span>`,
    ...waitingLegend(comparison.blocks, said),
  ];
  const people = teller.people.map(({ name, colour }) => `<span class="person ${colour}">${escape(name)}</span>`);
  return `<header>
<p class="kind">${said.heading}</p>
<h1>${escape(title)}</h1>
<dl>${line(said.older, escape(older))}${line(said.newer, escape(newer))}${line(said.made, escape(made))}${line(said.zone, escape(zone))}${line(said.legend, legend.join(" "))}${people.length > 0 ? line(said.people, people.join(" ")) : ""}</dl>
</header>`;
}

/** What the document and both versions are called, with a sign for each character that is not seen. */
export function seenTitles({ title, older, newer }: ComparisonHtml): Pick<ComparisonHtml, "title" | "older" | "newer"> {
  return { title: textWithSigns(title), older: textWithSigns(older), newer: textWithSigns(newer) };
}
