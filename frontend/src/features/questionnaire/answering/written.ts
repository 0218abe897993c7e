// Limits and steps hold for the digits that are written: 0.3 is three steps of 0.1, as a double
// it is not. So numbers are taken by their shortest digits, and reckoned with as whole numbers.

interface Written {
  digits: bigint;
  /** How many of the digits stand after the point; negative where zeros are left out. */
  decimals: number;
}

/** Whether the number has at most so many digits after the point. */
export function fitsDecimals(value: number, decimals: number): boolean {
  return written(value).decimals <= decimals;
}

/** Whether `value` lies whole steps from the start. */
export function reaches(value: number, scale: { start: number; step: number }): boolean {
  const [number, start, step] = [value, scale.start, scale.step].map(written);
  if (number === undefined || start === undefined || step === undefined) return false;
  const decimals = Math.max(number.decimals, start.decimals, step.decimals);
  const distance = scaled(number, decimals) - scaled(start, decimals);
  return distance % scaled(step, decimals) === 0n;
}

function scaled({ digits, decimals }: Written, to: number): bigint {
  return digits * 10n ** BigInt(to - decimals);
}

/** The number's digits; of 1.5e-7 they are 15, and 8 of them would stand after the point. */
function written(value: number): Written {
  const [digits = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  return { digits: BigInt(whole + fraction), decimals: fraction.length - Number(exponent) };
}
