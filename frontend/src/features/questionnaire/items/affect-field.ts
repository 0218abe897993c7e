/** A field of an affect grid; both count from the middle, to the right and upwards. */
export interface Feeling {
  valence: number;
  arousal: number;
}

export const MIDDLE: Feeling = { valence: 0, arousal: 0 };

/** The greatest distance from the middle on a grid of so many fields a side. */
export function reachOf(size: number): number {
  return (size - 1) / 2;
}

/** The field at a place of the grid, both from 0 to 1, `x` from the left and `y` from the top. */
export function fieldAt(place: { x: number; y: number }, size: number): Feeling {
  const column = fieldIn(place.x, size);
  const row = fieldIn(place.y, size);
  return { valence: column - reachOf(size), arousal: reachOf(size) - row };
}

/** Where the field lies on a drawing `size` units wide and high: its middle, from the top left. */
export function centreOf(feeling: Feeling, size: number): { x: number; y: number } {
  return { x: size / 2 + feeling.valence, y: size / 2 - feeling.arousal };
}

/** Steps to the right and upwards. */
const STEPS = new Map<string, readonly [right: number, up: number]>([
  ["ArrowLeft", [-1, 0]],
  ["ArrowRight", [1, 0]],
  ["ArrowUp", [0, 1]],
  ["ArrowDown", [0, -1]],
  ["PageUp", [0, 2]],
  ["PageDown", [0, -2]],
  ["Home", [-Infinity, 0]],
  ["End", [Infinity, 0]],
  // These keep the field where it is: it counts as touched.
  [" ", [0, 0]],
  ["Enter", [0, 0]],
]);

/** The field that a key leads to from this one; undefined for keys that mean nothing here. */
export function movedBy(key: string, from: Feeling, size: number): Feeling | undefined {
  const step = STEPS.get(key);
  if (step === undefined) return undefined;
  const [right, up] = step;
  const reach = reachOf(size);
  return {
    valence: within(from.valence + right, reach),
    arousal: within(from.arousal + up, reach),
  };
}

function fieldIn(part: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(part * size)));
}

function within(value: number, reach: number): number {
  return Math.min(reach, Math.max(-reach, value));
}
