/** The small contract with which every negotiation begins. */
import type { BlockContent, DocumentContent } from "@parley/document";

export function seedContent(): DocumentContent {
  const paragraph = (text: string): BlockContent => ({ type: "paragraph", runs: [{ text }] });
  return {
    blocks: [
      paragraph("The price is 100 euros."),
      { type: "paragraph", attributes: { style: "heading", level: 2 }, runs: [{ text: "Term", marks: { bold: {} } }] },
      paragraph("Payable in thirty days from the invoice."),
      {
        type: "table",
        rows: [0, 1].map((row) => ({
          type: "tableRow" as const,
          cells: [0, 1].map((cell) => ({ type: "tableCell" as const, blocks: [paragraph(`cell ${row} ${cell}`)] })),
        })),
      },
      paragraph("End."),
    ],
  };
}
