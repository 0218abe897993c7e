const DECIMAL = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/;

/** The number a person typed, with a point or a comma; null when it is not a number. */
export function readNumber(text: string): number | null {
  const compact = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-");
  if (!DECIMAL.test(compact)) return null;
  const value = Number(compact.replace(",", "."));
  return Math.abs(value) < 1e15 ? value : null;
}
