import { expect, test } from "vitest";
import * as Y from "yjs";
import { settingPlaceWords } from "./proposed-settings.ts";

test("a change of settings is placed by the beginning of its paragraph, deleted words left out", () => {
  const ydoc = new Y.Doc();
  const paragraph = new Y.XmlElement("paragraph");
  const words = new Y.XmlText();
  ydoc.getXmlFragment("document").insert(0, [paragraph]);
  paragraph.insert(0, [words]);
  words.insert(0, "Signature page follows");
  words.format(0, 9, { bold: true });
  words.delete(9, 5);
  const { client, clock } = (paragraph._item as Y.Item).id;
  const set = { do: "set" as const, block: [client, clock] as [number, number], name: "style", value: "heading" };
  const asItStands = (): null => null;
  expect(settingPlaceWords([set], ydoc, asItStands)).toBe("Signature follows");
  // What is only proposed to come is not quoted.
  expect(settingPlaceWords([set], ydoc, () => "Signature page")).toBe("Signature page");
  words.insert(0, "long ".repeat(100));
  expect(settingPlaceWords([set], ydoc, asItStands)).toHaveLength(60);
  expect(settingPlaceWords([{ ...set, do: "remove" as const }], ydoc, asItStands)).toBe("");
  expect(settingPlaceWords([{ ...set, block: [99, 0] }], ydoc, asItStands)).toBe("");
});
