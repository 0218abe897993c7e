/** The values a slider can take: from `min` to `max`, `step` apart. */
export interface Scale {
  min: number;
  max: number;
  step: number;
}

/** The value of the grid nearest to a place on the line, 0 its first end and 1 its last. */
export function valueAt(place: number, scale: Scale): number {
  const within = Math.min(1, Math.max(0, place));
  const steps = Math.floor((scale.max - scale.min) / scale.step + 1e-9);
  const step = Math.min(steps, Math.round((within * (scale.max - scale.min)) / scale.step));
  return onGrid(step, scale);
}

/** The value in the middle, where a keyboard starts on an untouched line. */
export function middle(scale: Scale): number {
  return valueAt(0.5, scale);
}

function onGrid(step: number, scale: Scale): number {
  const decimals = Math.max(decimalsOf(scale.step), decimalsOf(scale.min));
  return Number((scale.min + step * scale.step).toFixed(decimals));
}

function decimalsOf(value: number): number {
  const [, digits = "", exponent = "0"] = /(?:\.(\d+))?(?:e-(\d+))?$/.exec(String(value)) ?? [];
  return Math.min(20, digits.length + Number(exponent));
}
