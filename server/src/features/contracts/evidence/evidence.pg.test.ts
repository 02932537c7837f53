import { createHash } from "node:crypto";
import JSZip from "jszip";
import { expect, test } from "vitest";
import {
  type BundleFile,
  type BundleManifest,
  type BundledEvent,
  EVENTS_FILE,
  EVENT_CHAIN_START,
  MANIFEST_FILE,
  SIGNATURE_FILE,
  bundleManifestSchema,
  jsonLines,
  packStored,
  unpackStored,
} from "@parley/contracts";
import { inner, playApprovedContract } from "../../../../../test/scenarios/contracts/approved-contract.ts";
import { stageDocumentsScene } from "../../../../../test/scenarios/documents/documents-scene.ts";
import { verifyBundle } from "../../../cli/verify-bundle.ts";
import { createSigningKey } from "./signing-key.ts";
import { signBundle } from "./write-bundle.ts";

const { scene, ceo, legal, rd } = await stageDocumentsScene(["ceo", "legal", "rd"]);
const { contract, documentId, draftId, guest, contracts, round, approved } = await playApprovedContract(
  scene,
  ceo,
  legal,
);

const take = async (reader = "us"): Promise<Uint8Array> => {
  const answer = await legal.call("GET", `/contracts/${contract.id}/evidence?for=${reader}`);
  expect([answer.status, answer.body?.code]).toEqual([200, undefined]);
  return answer.bytes;
};
const [ours, theirs] = [await take(), await take("counterparty")];
const filesOf = (zip: Uint8Array): readonly BundleFile[] => unpackStored(zip)?.files ?? [];
const textOf = (files: readonly BundleFile[], name: string): string =>
  new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
const manifestOf = (files: readonly BundleFile[]): BundleManifest =>
  bundleManifestSchema.parse(JSON.parse(textOf(files, MANIFEST_FILE)));
const hashHex = (text: string): string => createHash("sha256").update(text).digest("hex");
const faultsOf = (zip: Uint8Array): readonly string[] => verifyBundle(zip)?.faults ?? ["no bundle"];

/** The bundle with some of its files written anew by somebody who can do everything but sign as the server. */
function forged(
  zip: Uint8Array,
  changes: Readonly<Record<string, string>>,
  more: Partial<BundleManifest> = {},
): Uint8Array {
  const files = filesOf(zip).map((file) => {
    const text = changes[file.name];
    return text === undefined ? file : { ...file, bytes: new TextEncoder().encode(text) };
  });
  const { form: _form, files: _files, ...facts } = manifestOf(files);
  const listed = files.filter(({ name }) => name !== MANIFEST_FILE && name !== SIGNATURE_FILE);
  return signBundle({ ...facts, ...more }, listed, createSigningKey("somebody else's secret, quite long")).zip;
}

test("[D7] [CE2] a contract's bundle holds its texts, logs, events, decisions and approvals, and verifies without the server", async () => {
  const verdict = verifyBundle(ours);
  expect(verdict?.faults).toEqual([]);
  const files = filesOf(ours);
  const manifest = manifestOf(files);
  expect(manifest).toMatchObject({
    for: "us",
    madeBy: { id: legal.id },
    contract: { number: contract.number, state: "approved" },
  });
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      ...[
        "README.md",
        "contract.json",
        "people.json",
        "events.json",
        "trail.json",
        "negotiations.json",
        "approvals.json",
      ],
      ...["documents/draft/log.json", "documents/negotiation/log.json", "documents/negotiation/decisions.json"],
      ...[`texts/negotiation-${round.seq}.txt`, `texts/negotiation-${approved.seq}.json`],
    ]),
  );
  expect(textOf(files, `texts/negotiation-${approved.seq}.txt`)).toContain("The penalty is 15%.");
  expect(textOf(files, "documents/negotiation/decisions.json")).toContain("Fine with us.");
  expect(textOf(files, "documents/negotiation/comments.json")).toContain(inner.saidInternally);
  expect(textOf(files, "approvals.json")).toContain(inner.approvalNote);
  const key = (await legal.call("GET", "/evidence-key")).body;
  expect(verdict?.keyFingerprint).toBe(key.keyFingerprint);
});

test("[CE3] the SHA-256 of a sealed text's file is the hash that its round and its approval name", () => {
  const { texts, files } = manifestOf(filesOf(ours));
  for (const { seq, textHash } of [round, approved]) {
    expect(texts.find((text) => text.seq === seq && text.documentId === documentId)?.textHash).toBe(textHash);
    expect(files.find(({ name }) => name === `texts/negotiation-${seq}.json`)?.sha256).toBe(textHash);
  }
});

test.each([
  ["ours", ours],
  ["theirs", theirs],
])("[D7] [CE2] one changed byte in any file of %s is found and the file is named", (_whose, zip) => {
  const files = filesOf(zip);
  for (const [index, { name, bytes }] of files.entries()) {
    for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      const damaged = files.with(index, { name, bytes: changed });
      const found = [faultsOf(packStored(damaged)), faultsOf(flip(zip, bytes, at))];
      for (const faults of found)
        expect(
          faults.some((fault) => fault.includes(name)),
          `${name} at ${at}`,
        ).toBe(true);
    }
  }
});

/** The zip with one bit of a file in it turned. */
function flip(zip: Uint8Array, file: Uint8Array, at: number): Uint8Array {
  const changed = zip.slice();
  const place = file.byteOffset - zip.byteOffset + at;
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}

test("[CE1] no byte of the zip outside of its files can be changed either", () => {
  const inFiles = filesOf(theirs).map(({ bytes }) => [bytes.byteOffset - theirs.byteOffset, bytes.length] as const);
  for (let at = 0; at < theirs.length; at++) {
    if (inFiles.some(([from, length]) => at >= from && at < from + length)) continue;
    const changed = theirs.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(verifyBundle(changed)?.faults, `byte ${at}`).not.toEqual([]);
  }
  expect(faultsOf(Uint8Array.of(...theirs, 0))).not.toEqual([]);
});

const events = JSON.parse(textOf(filesOf(ours), EVENTS_FILE)) as { contractId: string; events: BundledEvent[] };
const opened = events.events.findIndex(({ body }) => body.includes("negotiation.opened"));
const writeEvents = (list: readonly BundledEvent[]): string =>
  jsonLines({ contractId: events.contractId }, "events", list);

test.each<[string, number, (list: readonly BundledEvent[]) => readonly BundledEvent[]]>([
  ["left out", 4, (list) => list.toSpliced(2, 1)],
  ["put in", 2, (list) => list.toSpliced(2, 0, ...list.slice(1, 2))],
  ["in another order", 3, (list) => [...list.slice(0, 1), ...list.slice(1, 3).toReversed(), ...list.slice(3)]],
  [
    "that says something else",
    opened + 1,
    (list) => list.map((each) => ({ ...each, body: each.body.replace("Supply", "Supplx") })),
  ],
  ["left out at the end", events.events.length, (list) => list.slice(0, -1)],
])("[CS4] [D7] an event %s is named, also when the manifest was made anew", (_how, seq, change) => {
  const faults = faultsOf(forged(ours, { [EVENTS_FILE]: writeEvents(change(events.events)) }));
  expect(faults.join("\n")).toMatch(new RegExp(`^events\\.json: event ${seq} is bad`, "m"));
});

const logFile = "documents/negotiation/log.json";
const log = JSON.parse(textOf(filesOf(ours), logFile)) as {
  documentId: string;
  lastSeq: number;
  rows: { seq: number }[];
};
const writeLog = (rows: readonly object[]): string =>
  jsonLines({ documentId: log.documentId, lastSeq: log.lastSeq }, "rows", rows);

test.each<[string, number, (rows: readonly { seq: number }[]) => readonly object[]]>([
  ["left out", 3, (rows) => rows.toSpliced(1, 1)],
  ["put in", 2, (rows) => rows.toSpliced(1, 0, ...rows.slice(1, 2))],
  ["in another order", 1, (rows) => rows.toReversed()],
  ["that says something else", 2, (rows) => rows.with(1, { ...rows[1], party: "counterparty" } as never)],
  ["left out at the end", log.lastSeq, (rows) => rows.slice(0, -1)],
])("[D7] a row %s is named, also when the manifest was made anew", (_how, seq, change) => {
  const faults = faultsOf(forged(ours, { [logFile]: writeLog(change(log.rows)) }));
  expect(faults.join("\n")).toMatch(new RegExp(`^${logFile}: row ${seq} is bad`, "m"));
});

test("[D7] a damaged line still says which event or row it was", () => {
  const damage = (name: string, line: number): string =>
    textOf(filesOf(ours), name)
      .split("\n")
      .map((each, index) => (index === line ? each.replace('"', "'") : each))
      .join("\n");
  expect(faultsOf(forged(ours, { [EVENTS_FILE]: damage(EVENTS_FILE, 4) })).join("\n")).toContain(
    "events.json: event 4 is bad",
  );
  expect(faultsOf(forged(ours, { [logFile]: damage(logFile, 2) })).join("\n")).toContain(`${logFile}: row 2 is bad`);
});

test("[CE6] what is there to be read must say what events and logs say", () => {
  for (const [name, from, to] of [
    ["trail.json", "Our offer.", "No offer."],
    ["approvals.json", inner.approvalNote, "all is well"],
    ["documents/negotiation/decisions.json", "15%", "25%"],
    [`texts/negotiation-${approved.seq}.txt`, "15%", "25%"],
  ] as const) {
    const text = textOf(filesOf(ours), name);
    expect(text).toContain(from);
    expect(faultsOf(forged(ours, { [name]: text.replace(from, to) })).join("\n")).toContain(`${name}: it does not say`);
  }
  const sealed = `texts/negotiation-${approved.seq}.json`;
  const other = textOf(filesOf(ours), sealed).replace("15%", "25%");
  expect(faultsOf(forged(ours, { [sealed]: other })).join("\n")).toContain(sealed);
});

test("[CE4] whoever makes a whole bundle anew cannot sign it as the server: the fingerprint of the key tells", async () => {
  const first = events.events.findIndex(({ body }) => body.includes("Our offer."));
  let previousHash = EVENT_CHAIN_START;
  const list = events.events.map(({ seq, body: before }, index) => {
    const body = index === first ? before.replace("Our offer.", "No offer.") : before;
    const event = { seq, previousHash, hash: hashHex(previousHash + body), body };
    previousHash = event.hash;
    return event;
  });
  const trail = Object.fromEntries(
    ["trail.json", "negotiations.json"].map((name) => [
      name,
      textOf(filesOf(ours), name).replace("Our offer.", "No offer."),
    ]),
  );
  const head = { count: list.length, hash: previousHash };
  const forgery = verifyBundle(forged(ours, { ...trail, [EVENTS_FILE]: writeEvents(list) }, { events: head }));
  expect(forgery?.faults).toEqual([]);
  const key = (await legal.call("GET", "/evidence-key")).body;
  expect(forgery?.keyFingerprint).not.toBe(key.keyFingerprint);
});

test("[CE1] any program opens a bundle", async () => {
  const zip = await JSZip.loadAsync(ours, { checkCRC32: true });
  expect(Object.keys(zip.files)).toEqual(filesOf(ours).map(({ name }) => name));
  expect(await zip.file("README.md")?.async("string")).toContain("证据包");
});

test("[CE2] a guest takes no bundle", async () => {
  expect((await guest.call("GET", `/contracts/${contract.id}/evidence`)).status).toBe(403);
  expect((await guest.call("GET", `/contracts/${contract.id}/evidence?for=counterparty`)).status).toBe(403);
});

test("[CE5] nothing internal is in the bundle for the other side: no secret, number, name or id of what they do not know", () => {
  expect(verifyBundle(theirs)?.faults).toEqual([]);
  const all = filesOf(theirs)
    .map(({ name }) => `${name}\n${textOf(filesOf(theirs), name)}`)
    .join("\n");
  for (const known of ["The penalty is 15%.", "Fine with us.", "Thank you for fifteen.", "Our offer.", "Gu Wei"])
    expect(all).toContain(known);
  const unknown = [
    ...Object.values(inner),
    contract.number,
    contract.name,
    contract.id,
    draftId,
    "approval",
    "冻存管采购",
  ];
  for (const secret of [...unknown, ceo.name, ceo.id, ceo.email, legal.email]) expect(all).not.toContain(secret);
  // The chains' hashes of what is left out could be guessed against.
  for (const { hash, previousHash } of events.events)
    for (const each of [hash, previousHash]) expect(all).not.toContain(each);
  expect(Buffer.from(theirs).includes(contract.number)).toBe(false);
});

test("[CE5] whoever is not let in any more gets nothing of what came later, and a contract that never was outside has no such bundle", async () => {
  const shares = (await legal.call("GET", `/documents/${documentId}/shares`)).body as { id: string; party: string }[];
  const share = shares.find(({ party }) => party === "counterparty");
  await legal.call("DELETE", `/documents/${documentId}/shares/${share?.id ?? ""}`);
  const files = filesOf(await take("counterparty"));
  expect(files.map(({ name }) => name)).toContain(`texts/negotiation-${round.seq}.txt`);
  expect(files.map(({ name }) => name)).not.toContain(`texts/negotiation-${approved.seq}.txt`);
  expect(JSON.parse(textOf(files, "decisions.json"))).toEqual([]);
  await contracts.act(contract.id as never, () => ({ change: { documentId: draftId }, events: [] }));
  const refused = await legal.call("GET", `/contracts/${contract.id}/evidence?for=counterparty`);
  expect([refused.status, refused.body.code]).toEqual([409, "contracts/never-negotiated-outside"]);
});

test("[CE2] who leads the contract or reads the register takes a bundle, and that is an event; nobody else does", async () => {
  expect((await rd.call("GET", `/contracts/${contract.id}/evidence`)).status).toBe(404);
  await contracts.act(contract.id as never, () => ({ events: [], members: [{ personId: rd.id, reason: "reader" }] }));
  const refused = await rd.call("GET", `/contracts/${contract.id}/evidence`);
  expect([refused.status, refused.body.code]).toEqual([403, "contracts/evidence-not-yours"]);
  expect((await ceo.call("GET", `/contracts/${contract.id}/evidence`)).status).toBe(200);
  const taken = (await contracts.events(contract.id as never)).filter(({ kind }) => kind === "export.evidence");
  expect(taken[0]).toMatchObject({ personId: legal.id, audience: "internal" });
  expect(taken[0]?.facts["manifestHash"]).toBe(verifyBundle(ours)?.manifestHash);
});
