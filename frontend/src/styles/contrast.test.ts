import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

const TOKENS = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const [LIGHT = "", DARK = ""] = TOKENS.split("@media (prefers-color-scheme: dark)");
/** What edges, lines and the outline of the focus lie on. */
const GROUNDS = ["background", "card", "muted", "accent"];
/** What WCAG 1.4.11 asks of what shows that there is a control, and in which state. */
const LEAST = 3;

type Color = readonly [lightness: number, chroma: number, hue: number];

function colorIn(css: string, name: string): Color {
  const [, ...parts] =
    new RegExp(`--${name}: oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)`).exec(css) ?? [];
  const [lightness = NaN, chroma = NaN, hue = NaN] = parts.map(Number);
  return [lightness, chroma, hue];
}

/** Relative luminance by way of linear sRGB, as CSS Color 4 turns OKLCH into it. */
function luminance([lightness, chroma, hue]: Color): number {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Color, other: Color): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

test("black on white has the greatest contrast there is", () => {
  expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 2);
});

test.each(
  [LIGHT, DARK].flatMap((css, at) =>
    ["input", "line", "ring"].flatMap((name) =>
      GROUNDS.map((ground) => [name, ground, ["light", "dark"][at], css] as const),
    ),
  ),
)("--%s stands out from --%s in %s", (name, ground, _, css) => {
  expect(contrast(colorIn(css, name), colorIn(css, ground))).toBeGreaterThanOrEqual(LEAST);
});
