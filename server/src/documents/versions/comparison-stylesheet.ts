/** The look of a comparison as a file: that of an export, with what came and what went, in the colours that people have on the page. */
import type { Party } from "@parley/base";
import { exportStylesheet } from "../exchange/export-stylesheet.ts";

/** The page's shades of every party, as they are on light ground: by them one sees whose side somebody is on. */
export const partyShades = {
  ours: ["#1f5fb8", "#00707a", "#4a45c8", "#12406f", "#566678"],
  counterparty: ["#935600", "#a3430f", "#746000", "#5f3a14", "#ab3e24"],
  counsel: ["#6b3fa8", "#8a2f8f", "#5747b3", "#45246e", "#96306e"],
} as const satisfies Record<Party, readonly string[]>;

const shadeClasses = Object.entries(partyShades)
  .flatMap(([party, shades]) => shades.map((colour, at) => `.by-${party}-${at + 1} { --by: ${colour}; }`))
  .join("\n");

export const comparisonStylesheet = `${exportStylesheet}
${shadeClasses}
header { max-width: 484pt; margin: 3em auto 0; padding: 0 16.5pt 1.2em; font: 10pt/1.55 Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
header h1 { margin: 0.1em 0 0.7em; font-size: 1.7em; }
header p { margin: 0; }
header dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15em 1.2em; margin: 0; padding: 0.8em 0; border-top: 1px solid #d1d5db; border-bottom: 1px solid #d1d5db; }
header dt { color: #4b5563; } header dd { margin: 0; }
header dd > * { margin-right: 1.2em; display: inline-block; }
header dd ins, header dd del { color: #111827; text-decoration-color: currentColor; }
.person::before { display: inline-block; width: 0.7em; height: 0.7em; margin-right: 0.4em; border-radius: 2px; background: var(--by); content: ""; }
.person { color: var(--by); font-weight: 600; }
.kind { color: #4b5563; }
ins, del { color: var(--by, #374151); text-underline-offset: 3px; }
ins { text-decoration: underline; } del { text-decoration: line-through; }
.moved { text-decoration: underline double; } .gone { text-decoration: line-through double; }
.trace { font-size: 0.88em; }
.elsewhere { display: inline-block; margin-left: 0.4em; padding: 0 0.4em; border: 1px solid #d1d5db; border-radius: 3px; color: #4b5563; font: 7.5pt/1.5 Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; text-decoration: none; text-indent: 0; user-select: none; vertical-align: 0.1em; }
:target { outline: 2px solid #1f5fb8; outline-offset: 3px; }
.break { margin: 0 0.15em; padding: 0 0.15em; background: #f3f4f6; user-select: none; } ins.break { text-decoration: none; }
.waits { text-decoration-style: dashed; } .formatted { border-bottom: 1px dotted #57606a; }
.alternative { display: inline-block; margin: 0 0.25em; padding: 0 0.3em; text-indent: 0; white-space: nowrap; border: 1px solid #374151; border-radius: 3px; color: #111827; font: 600 7.5pt/1.5 Arial, sans-serif; vertical-align: 0.15em; user-select: none; }
.alternative + .alternative { margin-left: 0; }
.added, .removed, .moved-block, .changed, .trace { position: relative; }
.added::after, .removed::after, .moved-block::after, .changed::after, .trace::after { position: absolute; top: 0.2em; bottom: 0.2em; left: -1em; width: 3px; background: #6b7280; content: ""; }
.removed::after { background: repeating-linear-gradient(#9ca3af 0 3px, transparent 3px 6px); }
tr.added td, tr.moved-block td, td.added { background: #f0f5fb; } tr.removed td, td.removed, tr.waits:not(.added) td { background: #f3f4f6; }
.removed .label { color: #6b7280; text-decoration: line-through; }
td > .note, th > .note { float: right; }
tr::after, td::after, th::after, td .added::after, td .removed::after, td .trace::after { display: none; }
figure { margin: 0 0 1em; } figcaption { color: #57606a; font-size: 0.85em; }
.removed img, .before img { opacity: 0.6; outline: 2px dashed #6b7280; }
.note { margin-left: 0.15em; color: #4b5563; font: 7.5pt/1 Arial, sans-serif; text-decoration: none; vertical-align: super; user-select: none; }
.notes { max-width: 484pt; margin: 2em auto 3em; padding: 1em 16.5pt 0; font: 9.5pt/1.6 Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
.notes h2 { border-top: 1px solid #d1d5db; padding-top: 1em; }
.notes ol { margin: 0; padding-left: 2.2em; } .notes li { margin-bottom: 0.35em; } .notes b { font-weight: 600; margin-right: 0.4em; }
.words { margin-right: 0.5em; } span.words { color: #374151; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { header, .notes { max-width: none; margin: 0; padding-left: 0; padding-right: 0; } ins, del, .person::before { print-color-adjust: exact; } }
`;
