export interface Size {
  width: number;
  height: number;
}

/** The size with its longer side at most so long, in whole pixels; never larger than it is. */
export function sizeWithin({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: pixels(width * scale), height: pixels(height * scale) };
}

function pixels(length: number): number {
  return Math.max(1, Math.round(length));
}
