// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import type { SittingProposal } from "@parley/documents";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { beforeAll, expect, test } from "vitest";
import { startWords } from "../../platform/language.ts";
import { DecidedFace } from "./decided-face.tsx";

beforeAll(async () => {
  const editor = () => import("../words.en.ts");
  const story = () => import("./words.en.ts");
  await startWords(
    [
      { name: "editor", en: editor, zh: editor },
      { name: "story", en: story, zh: story },
    ],
    "en",
  );
});

const proposal: SittingProposal = {
  kind: "format",
  author: { id: "p1", name: "Mara" },
  insertedText: "",
  deletedText: "",
  settings: [],
  clause: null,
};

function textOf(told: SittingProposal): string {
  const paper = document.createElement("div");
  const root = createRoot(paper);
  flushSync(() =>
    root.render(
      <MantineProvider>
        <DecidedFace proposal={told} isAgreed />
      </MantineProvider>,
    ),
  );
  const text = paper.textContent;
  flushSync(() => root.unmount());
  return text;
}

test("a decided proposal says which words it formatted and how", () => {
  const settings: SittingProposal["settings"] = [{ do: "format", mark: "bold", from: null, to: {}, words: "thirty" }];
  expect(textOf({ ...proposal, settings })).toMatch(/Mara.*Bold: “thirty”/u);
});

test("a decided move says from where to where it was", () => {
  const place = { heads: ["Fees"], label: "1.", words: "The fee.", table: null, isAfter: false };
  const moved = { from: { ...place, label: "4." }, to: { ...place, isAfter: true } };
  expect(textOf({ ...proposal, kind: "move", moved })).toContain(
    "From “Fees › 4. The fee.” to after “Fees › 1. The fee.”",
  );
});
