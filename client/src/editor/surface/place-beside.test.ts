import { expect, test } from "vitest";
import { placeBeside } from "./place-beside.ts";

const window = { top: 0, bottom: 900, right: 1440 };
const word = (top: number): Parameters<typeof placeBeside>[0] => ({ left: 300, right: 340, top, bottom: top + 20 });
const card = { width: 330, height: 400 };

test("it stands below the place where it fits there, else above", () => {
  expect(placeBeside(word(200), { side: "below", box: card, frame: window }).top).toBe(228);
  expect(placeBeside(word(700), { side: "below", box: card, frame: window }).top).toBe(292);
});

test("what is at the upper edge of the window is not covered", () => {
  const frame = { ...window, top: 95 };
  // Neither side has room: what it may cover is the place, and its height is what the roomier side has.
  const { top, room } = placeBeside(word(470), { side: "below", box: { ...card, height: 420 }, frame });
  expect(top).toBe(472);
  expect(room).toBe(394);
  expect(placeBeside(word(480), { side: "below", box: { ...card, height: 900 }, frame }).top).toBe(103);
  expect(placeBeside(word(100), { side: "above", box: card, frame }).top).toBe(128);
});

test("it stays inside the window at the right", () => {
  const right = { left: 1400, right: 1420, top: 200, bottom: 220 };
  expect(placeBeside(right, { side: "below", box: card, frame: window }).left).toBe(1102);
});
