import { virtualClock } from "@parley/base";
import { type SessionStatus, plainStanding } from "@parley/sync";
import { expect, test } from "vitest";
import { calmStatus } from "./calm-status.ts";

function scene() {
  let status: SessionStatus = {
    state: "saved",
    unsavedCount: 0,
    role: "edit",
    party: "ours",
    everSynced: true,
    standing: plainStanding,
    editable: true,
    proposing: false,
    seq: 7,
    othersSeq: 7,
    reason: null,
    maxUpdateBytes: 100,
  };
  const listeners = new Set<() => void>();
  const clock = virtualClock();
  const calm = calmStatus(
    {
      status: () => status,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    clock,
  );
  const shown: string[] = [];
  const stop = calm.subscribe(() => {
    const { state, unsavedCount, seq, role } = calm.status();
    shown.push(`${state} ${unsavedCount} ${seq} ${role}`);
  });
  const change = (next: Partial<SessionStatus>): void => {
    status = { ...status, ...next };
    for (const listener of listeners) listener();
  };
  return { change, clock, calm, shown, stop, listeners };
}

test("that saving has begun is said a few frames behind its letter, that it is saved a moment later, and typing on says nothing new", () => {
  const { change, clock, shown } = scene();
  for (let key = 1; key <= 5; key++) {
    change({ state: "saving", unsavedCount: 1 });
    clock.advance(20);
    change({ state: "saved", unsavedCount: 0, seq: 7 + key });
    clock.advance(20);
  }
  expect(shown).toEqual(["saving 1 7 edit"]);
  clock.advance(300);
  expect(shown).toEqual(["saving 1 7 edit", "saved 0 12 edit"]);
  for (let key = 1; key <= 20; key++) {
    change({ state: "saving", unsavedCount: 1 });
    change({ unsavedCount: 2, seq: 12 + key });
    clock.advance(100);
  }
  // Whoever types without a pause is shown now and then how far it is.
  expect(shown.slice(2)).toEqual(["saving 1 12 edit", "saving 2 28 edit"]);
});

test("between two keys of somebody who types on nothing says saved, and it is said once they rest", () => {
  const { change, clock, shown } = scene();
  for (let key = 1; key <= 50; key++) {
    change({ state: "saving", unsavedCount: 1 });
    clock.advance(20);
    change({ state: "saved", unsavedCount: 0, seq: 7 + key });
    clock.advance(60);
  }
  const rows = shown.map((each) => each.split(" ").slice(0, 2).join(" "));
  expect(rows).toEqual(["saving 1", "saving 1", "saving 1"]);
  clock.advance(240);
  expect(shown.slice(3)).toEqual(["saved 0 57 edit"]);
  clock.advance(2_000);
  expect(shown).toHaveLength(4);
});

test("whoever stops just before they are shown how far it is is told that everything is saved, too", () => {
  const { change, clock, shown } = scene();
  for (let key = 1; key <= 8; key++) {
    change({ state: "saving", unsavedCount: 1 });
    change({ state: "saved", unsavedCount: 0, seq: 7 + key });
    clock.advance(200);
  }
  expect(shown).toEqual(["saving 1 7 edit", "saving 1 15 edit"]);
  clock.advance(300);
  expect(shown.slice(2)).toEqual(["saved 0 15 edit"]);
});

test("a changed role or a broken line is told at once, with what had waited; nobody listens after the last has gone", () => {
  const { change, clock, shown, stop, listeners } = scene();
  change({ seq: 8 });
  expect(shown).toEqual([]);
  change({ role: "suggest" });
  change({ state: "offline", unsavedCount: 2 });
  expect(shown).toEqual(["saved 0 8 suggest", "offline 2 8 suggest"]);
  change({ unsavedCount: 3 });
  stop();
  clock.advance(1_000);
  expect([shown.length, listeners.size]).toEqual([2, 0]);
});

test("whoever goes on is told that saving has begun when it was over before the words could say it", () => {
  const { change, clock, shown } = scene();
  change({ state: "saving", unsavedCount: 1 });
  clock.advance(20);
  change({ state: "saved", unsavedCount: 0, seq: 8 });
  expect(shown).toEqual([]);
  clock.advance(20);
  expect(shown).toEqual(["saving 1 7 edit"]);
  clock.advance(300);
  expect(shown.slice(1)).toEqual(["saved 0 8 edit"]);
});

test("a line that breaks while saving has just begun is told at once, and saving is not told behind it", () => {
  const { change, clock, shown } = scene();
  change({ state: "saving", unsavedCount: 1 });
  change({ state: "offline" });
  clock.advance(1_000);
  expect(shown).toEqual(["offline 1 7 edit"]);
});
