import { expect, test } from "vitest";

import { centreOf, fieldAt, MIDDLE, movedBy } from "@/features/questionnaire/items/affect-field";

test.each([
  ["the middle", { x: 0.5, y: 0.5 }, { valence: 0, arousal: 0 }],
  ["the top left corner", { x: 0, y: 0 }, { valence: -4, arousal: 4 }],
  ["the bottom right corner", { x: 1, y: 1 }, { valence: 4, arousal: -4 }],
  ["a place beyond the grid", { x: -0.3, y: 1.2 }, { valence: -4, arousal: -4 }],
  ["just right of the middle field", { x: 0.56, y: 0.5 }, { valence: 1, arousal: 0 }],
])("%s is its field", (_, place, field) => {
  expect(fieldAt(place, 9)).toEqual(field);
});

test("every field is found at its own centre", () => {
  for (const size of [5, 7, 9, 11]) {
    const reach = (size - 1) / 2;
    for (let valence = -reach; valence <= reach; valence += 1) {
      for (let arousal = -reach; arousal <= reach; arousal += 1) {
        const { x, y } = centreOf({ valence, arousal }, size);

        expect(fieldAt({ x: x / size, y: y / size }, size)).toEqual({ valence, arousal });
      }
    }
  }
});

test.each([
  ["ArrowLeft", { valence: -1, arousal: 0 }],
  ["ArrowRight", { valence: 1, arousal: 0 }],
  ["ArrowUp", { valence: 0, arousal: 1 }],
  ["ArrowDown", { valence: 0, arousal: -1 }],
  ["Home", { valence: -4, arousal: 0 }],
  ["End", { valence: 4, arousal: 0 }],
  ["PageUp", { valence: 0, arousal: 2 }],
  ["PageDown", { valence: 0, arousal: -2 }],
])("%s leads from the middle to its neighbour", (key, field) => {
  expect(movedBy(key, MIDDLE, 9)).toEqual(field);
});

test.each([" ", "Enter"])("the key “%s” stays where it is", (key) => {
  expect(movedBy(key, { valence: 1, arousal: 2 }, 9)).toEqual({ valence: 1, arousal: 2 });
});

test("no key leads out of the grid", () => {
  const corner = { valence: 2, arousal: 2 };

  expect(movedBy("ArrowUp", corner, 5)).toEqual(corner);
  expect(movedBy("End", corner, 5)).toEqual(corner);
});

test("other keys mean nothing", () => {
  expect(movedBy("a", MIDDLE, 9)).toBeUndefined();
  expect(movedBy("constructor", MIDDLE, 9)).toBeUndefined();
});

test("no field is at minus zero", () => {
  const back = movedBy("ArrowRight", { valence: -1, arousal: 0 }, 9);

  expect(Object.is(back?.valence, 0)).toBe(true);
  expect(Object.is(fieldAt({ x: 0.5, y: 0.5 }, 9).arousal, 0)).toBe(true);
});
