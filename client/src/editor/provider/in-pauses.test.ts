// @vitest-environment happy-dom
import { virtualClock } from "@parley/base";
import { expect, test } from "vitest";
import { inPauses, watchKeys } from "./in-pauses.ts";

function scene() {
  const clock = virtualClock();
  const page = document.createElement("div");
  const text = page.appendChild(document.createElement("div"));
  text.setAttribute("contenteditable", "true");
  const button = page.appendChild(document.createElement("button"));
  const keys = watchKeys(page, clock);
  const ranMs: number[] = [];
  const beganMs = clock.nowMs();
  const { ask, cancel } = inPauses(() => ranMs.push(clock.nowMs() - beganMs), keys, clock);
  const press = (target: HTMLElement = text): void => {
    target.dispatchEvent(new KeyboardEvent("keydown", { key: "x", bubbles: true }));
  };
  return { clock, press, button, ask, cancel, ranMs, keys };
}

test("while nobody types it runs at once, and keys elsewhere than in a text are no typing", () => {
  const { ask, ranMs, press, button } = scene();
  ask();
  press(button);
  ask();
  expect(ranMs).toEqual([0, 0]);
});

test("it runs once, when whoever types has paused", () => {
  const { clock, press, ask, ranMs } = scene();
  for (let key = 0; key < 5; key++) {
    press();
    ask();
    clock.advance(80);
  }
  expect(ranMs).toEqual([]);
  clock.advance(1_000);
  expect(ranMs).toEqual([4 * 80 + 300]);
});

test("while somebody types on it runs behind a key, and within a second", () => {
  const { clock, press, ask, ranMs } = scene();
  for (let key = 0; key < 30; key++) {
    press();
    ask();
    clock.advance(80);
  }
  expect(ranMs).toEqual([8 * 80 + 20, 17 * 80 + 20, 26 * 80 + 20]);
});

test("after it was cancelled nothing runs, and it can be asked for anew", () => {
  const { clock, press, ask, cancel, ranMs } = scene();
  press();
  ask();
  cancel();
  clock.advance(1_000);
  expect(ranMs).toEqual([]);
  ask();
  expect(ranMs).toEqual([1_000]);
});
