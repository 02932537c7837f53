import { seededRandom } from "@parley/base";
import * as Y from "yjs";
import { describe, expect, test } from "vitest";
import { type DocumentContent, type SchemaViolation, findSchemaViolation, nodeSpecs, seedUpdate } from "./index.ts";

const sample: DocumentContent = {
  blocks: [
    {
      type: "paragraph",
      attributes: { style: "heading", level: 1, list: "number", format: "第{1:chinese}条", listId: "a" },
      runs: [{ text: "定义" }],
    },
    {
      type: "paragraph",
      runs: [
        { text: "plain " },
        { text: "bold", marks: { bold: {} } },
        { text: " link", marks: { link: { href: "https://parley.example/a" } } },
      ],
    },
    {
      type: "table",
      rows: [
        {
          type: "tableRow",
          cells: [
            {
              type: "tableHeader",
              attributes: { colspan: 2 },
              blocks: [{ type: "paragraph", runs: [{ text: "cell" }] }],
            },
          ],
        },
      ],
    },
    { type: "image", attributes: { imageId: "11111111-1111-4111-8111-111111111111", width: 300 } },
    { type: "pageBreak" },
    { type: "signatureBlock", attributes: { label: "甲方" } },
  ],
};

function holding(update: Uint8Array | null): Y.Doc {
  const ydoc = new Y.Doc({ gc: false });
  if (update) Y.applyUpdate(ydoc, update);
  return ydoc;
}

const check = (ydoc: Y.Doc, update: Uint8Array): SchemaViolation | null =>
  findSchemaViolation(ydoc, Y.decodeUpdate(update).structs);

/** What a client that holds `sample` would send for a change. */
function changed(make: (fragment: Y.XmlFragment, ydoc: Y.Doc) => void): { ydoc: Y.Doc; update: Uint8Array } {
  const ydoc = holding(seedUpdate(sample, 7));
  const client = holding(Y.encodeStateAsUpdate(ydoc));
  client.clientID = 11;
  const before = Y.encodeStateVector(client);
  make(client.getXmlFragment("default"), client);
  return { ydoc, update: Y.encodeStateAsUpdate(client, before) };
}
const verdict = (make: Parameters<typeof changed>[0]): string | null => {
  const { ydoc, update } = changed(make);
  return check(ydoc, update)?.reason ?? null;
};
const at = (fragment: Y.XmlFragment, ...path: number[]): Y.XmlElement =>
  path.reduce<Y.XmlFragment>((node, index) => node.get(index) as Y.XmlElement, fragment) as Y.XmlElement;
const textIn = (fragment: Y.XmlFragment, index: number): Y.XmlText =>
  at(fragment, index).get(0) as unknown as Y.XmlText;

describe("what the schema allows", () => {
  test("[GU1] a whole document passes", () => {
    expect(check(holding(null), seedUpdate(sample, 7))).toBeNull();
  });

  test.each<[string, Parameters<typeof changed>[0]]>([
    ["typing", (fragment) => textIn(fragment, 1).insert(2, "x\ny")],
    [
      "formatting and taking it back",
      (fragment) => {
        textIn(fragment, 1).format(0, 4, { italic: {} });
        textIn(fragment, 1).format(0, 4, { italic: null });
      },
    ],
    [
      "a new row",
      (fragment) => {
        const row = new Y.XmlElement("tableRow");
        at(fragment, 2).insert(1, [row]);
        row.insert(0, [new Y.XmlElement("tableCell")]);
      },
    ],
    [
      "changing and removing an attribute",
      (fragment) => {
        at(fragment, 0).setAttribute("level", 3 as never);
        at(fragment, 0).removeAttribute("style");
      },
    ],
    [
      "variables, references, clauses and what they were taken from",
      (fragment) => {
        textIn(fragment, 1).format(0, 4, { variable: { name: "amount", form: "capitals" } });
        textIn(fragment, 1).format(5, 2, { reference: { clause: "c1" } });
        at(fragment, 0).setAttribute("clause", "c1");
        at(fragment, 0).setAttribute("library", "arbitration@3");
        at(fragment, 0).setAttribute("condition", "confidential=yes");
      },
    ],
    ["column widths", (fragment) => at(fragment, 2, 0, 0).setAttribute("colwidth", [120, null] as never)],
    [
      "typing and deleting a paragraph before it was ever sent",
      (fragment) => {
        const gone = new Y.XmlElement("paragraph");
        fragment.insert(0, [gone]);
        gone.insert(0, [new Y.XmlText("gone")]);
        fragment.delete(0, 1);
      },
    ],
  ])("[GU1] %s passes", (_name, make) => {
    expect(verdict(make)).toBeNull();
  });

  test("[GU1] a document typed by many in random order passes however the structs are cut into updates", () => {
    const random = seededRandom(3);
    const ydocs = [11, 21, 31].map((client) => {
      const ydoc = holding(seedUpdate(sample, 7));
      ydoc.clientID = client;
      return ydoc;
    });
    for (let step = 0; step < 300; step++) {
      const ydoc = random.pick(ydocs);
      const fragment = ydoc.getXmlFragment("default");
      const element = fragment.get(random.int(fragment.length)) as Y.XmlElement;
      if (element.nodeName === "paragraph" && random.chance(0.8)) {
        if (element.length === 0) element.insert(0, [new Y.XmlText()]);
        (element.get(0) as Y.XmlText).insert(0, "w");
      } else fragment.insert(random.int(fragment.length + 1), [new Y.XmlElement("paragraph")]);
      if (random.chance(0.3)) Y.applyUpdate(random.pick(ydocs), Y.encodeStateAsUpdate(ydoc));
    }
    for (const ydoc of ydocs) expect(check(holding(seedUpdate(sample, 7)), Y.encodeStateAsUpdate(ydoc))).toBeNull();
  });
});

describe("what the schema does not allow", () => {
  test.each<[string, Parameters<typeof changed>[0]]>([
    ["[GU2] a node it does not name", (fragment) => fragment.insert(0, [new Y.XmlElement("iframe")])],
    ["[GU2] a mark it does not name", (fragment) => textIn(fragment, 1).format(0, 2, { poison: {} })],
    ["[GU2] an attribute it does not name", (fragment) => at(fragment, 0).setAttribute("onclick", "x")],
    [
      "[GU2] an attribute of a mark it does not name",
      (fragment) => textIn(fragment, 1).format(0, 2, { bold: { evil: 1 } }),
    ],
    ["[GU2] a mark under a second key", (fragment) => textIn(fragment, 1).format(0, 4, { "strike--x": {} })],
    ["[GU2] a root of another name", (_fragment, ydoc) => ydoc.getText("other").insert(0, "x")],
    ["[GU2] an embedded object", (fragment) => textIn(fragment, 1).insertEmbed(0, { image: 1 })],
    ["[GU2] a shared map inside the document", (fragment) => fragment.insert(0, [new Y.XmlHook("hook")] as never)],
    ["[GU2] a document inside the document", (fragment) => at(fragment, 0).setAttribute("style", new Y.Doc() as never)],
    ["[GU3] text directly in the document", (fragment) => fragment.insert(0, [new Y.XmlText("loose")])],
    ["[GU3] a row outside a table", (fragment) => fragment.insert(0, [new Y.XmlElement("tableRow")])],
    ["[GU3] a paragraph in a paragraph", (fragment) => at(fragment, 0).insert(0, [new Y.XmlElement("paragraph")])],
    ["[GU3] a child in a leaf", (fragment) => at(fragment, 3).insert(0, [new Y.XmlElement("paragraph")])],
    [
      "[GU3] an attribute on the root",
      (fragment) =>
        (fragment as unknown as Y.XmlElement)._map.size >= 0 &&
        Y.XmlElement.prototype.setAttribute.call(fragment, "style", "heading"),
    ],
    ["[GU4] a level beyond six", (fragment) => at(fragment, 0).setAttribute("level", 7 as never)],
    [
      "[GU4] an address that runs",
      (fragment) => textIn(fragment, 1).format(0, 2, { link: { href: "javascript:alert(1)" } }),
    ],
    [
      "[GU4] an address hidden behind a space",
      (fragment) => textIn(fragment, 1).format(0, 2, { link: { href: " javascript:alert(1)" } }),
    ],
    ["[GU4] a mark that is no object", (fragment) => textIn(fragment, 1).format(0, 2, { bold: "yes" })],
    [
      "[GU4] a library clause without its version",
      (fragment) => at(fragment, 0).setAttribute("library", "arbitration"),
    ],
    ["[GU4] a clause with a name without end", (fragment) => at(fragment, 0).setAttribute("clause", "c".repeat(65))],
    [
      "[GU2] a value in a variable",
      (fragment) => textIn(fragment, 1).format(0, 2, { variable: { name: "amount", value: "100" } }),
    ],
    ["[GU3] a clause on a table", (fragment) => at(fragment, 2).setAttribute("clause", "c1")],
    ["[GU4] a span of a thousand columns", (fragment) => at(fragment, 2, 0, 0).setAttribute("colspan", 1_000 as never)],
  ])("%s is refused", (_name, make) => {
    expect(verdict(make)).not.toBeNull();
  });

  test.each(["constructor", "toString", "valueOf", "__proto__", "hasOwnProperty"])(
    "[GU2] a name that every object has is no name of the schema: %s",
    (name) => {
      expect(verdict((fragment) => at(fragment, 0).setAttribute(name, "x"))).not.toBeNull();
      expect(verdict((fragment) => fragment.insert(0, [new Y.XmlElement(name)]))).not.toBeNull();
      expect(
        verdict((fragment) =>
          textIn(fragment, 1).format(0, 2, JSON.parse(`{"${name}": {}}`) as Record<string, unknown>),
        ),
      ).not.toBeNull();
      expect(
        verdict((fragment) =>
          textIn(fragment, 1).format(0, 2, {
            link: JSON.parse(`{"href": "https://a.example", "${name}": 1}`) as unknown,
          }),
        ),
      ).not.toBeNull();
    },
  );

  test("[GU6] nesting beyond the limit is refused", () => {
    const nest = (depth: number): string | null =>
      verdict((fragment) => {
        let parent: Y.XmlFragment = fragment;
        for (let level = 0; level < depth; level++) {
          for (const name of ["table", "tableRow", "tableCell"]) {
            const element = new Y.XmlElement(name);
            parent.insert(0, [element]);
            parent = element;
          }
        }
      });
    expect(nest(4)).toBeNull();
    expect(nest(8)).toMatch(/deep/);
  });

  test("[GU6] a chain of structs as long as a book is checked without recursion", () => {
    // Typed forwards by one person, and then once by another, whose higher id comes first: it leads through all the others.
    const ydoc = new Y.Doc();
    ydoc.clientID = 5;
    const fragment = ydoc.getXmlFragment("default");
    for (let i = 0; i < 30_000; i++) fragment.push([new Y.XmlElement("paragraph")]);
    ydoc.clientID = 6;
    fragment.push([new Y.XmlElement("paragraph")]);
    expect(check(holding(null), Y.encodeStateAsUpdate(ydoc))).toBeNull();
  });
});

test("[GU7] a struct whose neighbours stand in different paragraphs is refused", () => {
  const ydoc = holding(seedUpdate(sample, 7));
  const idIn = (index: number): Y.ID => {
    const item = textIn(ydoc.getXmlFragment("default"), index)._start;
    if (!item) throw new Error("no text");
    return item.id;
  };
  const loose = new Y.Item(Y.createID(11, 0), null, idIn(0), null, idIn(1), null, null, new Y.ContentString("x"));
  expect(findSchemaViolation(ydoc, [loose])?.reason).toMatch(/different places/);
  const fine = new Y.Item(Y.createID(11, 0), null, idIn(1), null, null, null, null, new Y.ContentString("x"));
  expect(findSchemaViolation(ydoc, [fine])).toBeNull();
});

test("[GU8] replacing many words of one long, much edited paragraph is nobody's attack", () => {
  const ydoc = holding(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "w".repeat(20_000) }] }] }, 7));
  const text = textIn(ydoc.getXmlFragment("default"), 0);
  ydoc.clientID = 8;
  for (let at = 0; at < 20_000; at += 4) text.insert(at, "|");
  const client = holding(Y.encodeStateAsUpdate(ydoc));
  client.clientID = 11;
  const before = Y.encodeStateVector(client);
  client.transact(() => {
    const copy = textIn(client.getXmlFragment("default"), 0);
    for (let at = 2; at < 12_000; at += 6) copy.insert(at, "new");
  });
  expect(check(ydoc, Y.encodeStateAsUpdate(client, before))).toBeNull();
});

test("[GU8] what would take for ever to put in its place is refused at once", () => {
  const siblings = (client: number, count: number): Y.Item[] =>
    Array.from(
      { length: count },
      (_, clock) =>
        new Y.Item(
          Y.createID(client, clock),
          null,
          null,
          null,
          null,
          "default" as never,
          null,
          new Y.ContentType(new Y.XmlElement("paragraph")),
        ),
    );
  expect(findSchemaViolation(holding(null), siblings(1, 900))).toBeNull();
  expect(findSchemaViolation(holding(null), [...siblings(2, 900), ...siblings(1, 900)])?.reason).toMatch(/one spot/);
});

test("[GU8] a beginning in each of many texts is no crowd, all in one text are", () => {
  const paragraphs = Array.from({ length: 1_500 }, () => ({ type: "paragraph" as const, runs: [{ text: "words" }] }));
  const ydoc = holding(seedUpdate({ blocks: paragraphs }, 7));
  const client = holding(Y.encodeStateAsUpdate(ydoc));
  client.clientID = 11;
  const before = Y.encodeStateVector(client);
  const fragment = client.getXmlFragment("default");
  client.transact(() => paragraphs.forEach((_, at) => textIn(fragment, at).format(0, 5, { bold: {} })));
  expect(check(ydoc, Y.encodeStateAsUpdate(client, before))).toBeNull();
  const first = textIn(ydoc.getXmlFragment("default"), 0)._start as Y.Item;
  const crowd = paragraphs.map(
    (_, at) => new Y.Item(Y.createID(12, at), null, null, first, first.id, null, null, new Y.ContentString("x")),
  );
  expect(findSchemaViolation(ydoc, crowd)?.reason).toMatch(/one spot/);
});

describe("characters of two units", () => {
  const withPair = (): Y.Doc => holding(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "a🙂b" }] }] }, 7));
  /** The id of the n-th unit of the text. */
  const unit = (ydoc: Y.Doc, at: number): Y.ID => {
    const first = textIn(ydoc.getXmlFragment("default"), 0)._start as Y.Item;
    return Y.createID(first.id.client, first.id.clock + at);
  };

  /** What the guard says of a character that names these units as its neighbours. */
  const between = (ydoc: Y.Doc, left: number | null, right: number | null): SchemaViolation | null => {
    const [origin, rightOrigin] = [left, right].map((at) => (at === null ? null : unit(ydoc, at)));
    const content = new Y.ContentString("x");
    return findSchemaViolation(ydoc, [
      new Y.Item(Y.createID(11, 0), null, origin ?? null, null, rightOrigin ?? null, null, null, content),
    ]);
  };

  test("[GU9] what would part the halves of a character is refused, beside it everything passes", () => {
    const ydoc = withPair();
    expect(between(ydoc, 1, 2)?.reason).toMatch(/cuts a character/);
    expect(between(ydoc, 0, 1)).toBeNull();
    expect(between(ydoc, 2, 3)).toBeNull();
  });

  test("[GU9] nothing is put before the second half of a character, whatever its left neighbour", () => {
    const ydoc = withPair();
    expect(between(ydoc, null, 2)?.reason).toMatch(/cuts a character/);
    expect(between(ydoc, 0, 2)?.reason).toMatch(/cuts a character/);
    expect(between(ydoc, 1, null)?.reason).toMatch(/cuts a character/);
    expect(between(ydoc, null, 1)).toBeNull();
    expect(between(ydoc, 0, 3)).toBeNull();
  });

  test("[GU9] a deleted character is not parted: who brings it back would find it destroyed", () => {
    const ydoc = withPair();
    textIn(ydoc.getXmlFragment("default"), 0).delete(0, 4);
    expect(between(ydoc, 1, 2)?.reason).toMatch(/cuts a character/);
    expect(between(ydoc, null, 2)?.reason).toMatch(/cuts a character/);
    expect(between(ydoc, 0, 1)).toBeNull();
    expect(between(ydoc, 2, 3)).toBeNull();
  });

  test("[GU9] half a character cannot be deleted, the whole can", () => {
    const ydoc = withPair();
    const gone = (at: number, length: number): { client: number; clock: number; length: number }[] => {
      const { client, clock } = unit(ydoc, at);
      return [{ client, clock, length }];
    };
    expect(findSchemaViolation(ydoc, [], gone(1, 1))?.reason).toMatch(/cuts a character/);
    expect(findSchemaViolation(ydoc, [], gone(2, 2))?.reason).toMatch(/cuts a character/);
    expect(findSchemaViolation(ydoc, [], gone(1, 2))).toBeNull();
    expect(findSchemaViolation(ydoc, [], gone(0, 4))).toBeNull();
  });
});

describe("records of proposals", () => {
  const key = "01234567-89ab-4cde-8f01-23456789abcd:1";
  const record = (at: string, value: unknown): SchemaViolation | null => {
    const client = new Y.Doc();
    client.clientID = 11;
    client.getMap("proposals").set(at, value);
    return check(holding(null), Y.encodeStateAsUpdate(client));
  };

  test("[GU10] records of a known shape pass under a person's key", () => {
    expect(record(key, { do: "delete", ids: [[7, 0, 3]] })).toBeNull();
    expect(record(key, { do: "remove", block: [7, 0], ids: [] })).toBeNull();
    expect(record(key, { do: "join", block: [7, 0], to: [7, 9] })).toBeNull();
    expect(record(key, { do: "set", block: [7, 0], name: "style", value: "heading", group: "g1" })).toBeNull();
    expect(record(key, { do: "format", ids: [[7, 0, 3]], mark: "bold", value: {} })).toBeNull();
  });

  test("[GU10] other keys, other shapes and values outside the schema are refused", () => {
    for (const [at, value] of [
      ["somebody", { do: "delete", ids: [] }],
      [key, "delete everything"],
      [key, { do: "delete", ids: [[7, -1, 3]] }],
      [key, { do: "delete", ids: [[7, 0, 0]] }],
      [key, { do: "delete", ids: [], more: 1 }],
      [key, { do: "destroy", ids: [] }],
      [key, { do: "set", block: [7, 0], name: "constructor", value: "x" }],
      [key, { do: "set", block: [7, 0], name: "style", value: "shouting" }],
      [key, { do: "format", ids: [[7, 0, 3]], mark: "poison", value: {} }],
      [key, { do: "format", ids: [[7, 0, 3]], mark: "link", value: { href: "javascript:alert(1)" } }],
    ] as const)
      expect(record(at, value)).not.toBeNull();
  });

  test("[GU10] nothing but keyed records stands in the map of proposals", () => {
    const client = new Y.Doc();
    client.clientID = 11;
    client.getMap("proposals").set(key, new Y.Text("x"));
    expect(check(holding(null), Y.encodeStateAsUpdate(client))).not.toBeNull();
  });
});

test("[GU5] checking changes neither the document nor the update", () => {
  const { ydoc, update } = changed((fragment) => textIn(fragment, 1).format(1, 3, { poison: {} }));
  const before = Y.encodeStateAsUpdate(ydoc);
  const copy = update.slice();
  expect(check(ydoc, update)).not.toBeNull();
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
  expect(update).toEqual(copy);
});

test("children of each node are those that its content expression names", () => {
  for (const [name, spec] of Object.entries(nodeSpecs)) {
    const named = (spec.content ?? "").match(/[a-zA-Z]+/g) ?? [];
    const expected = named.flatMap((word) =>
      word === "block" ? Object.keys(nodeSpecs).filter((each) => nodeSpecs[each]?.group === "block") : [word],
    );
    expect([name, [...spec.children].sort()]).toEqual([name, [...expected].sort()]);
  }
});
