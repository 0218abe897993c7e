/** The order after an option was tapped: it takes the next place, or gives up the one it has. */
export function tapped(places: number, order: readonly number[], value: number): number[] {
  if (order.includes(value)) return order.filter((one) => one !== value);
  return order.length < places ? [...order, value] : [...order];
}

/** The order with the option moved by one place, up (-1) or down (1). */
export function moved(order: readonly number[], value: number, by: -1 | 1): number[] {
  const from = order.indexOf(value);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return [...order];
  const next = order.filter((one) => one !== value);
  next.splice(to, 0, value);
  return next;
}

/** The options as they are listed: those with a place first, in order, then the others. */
export function listed<O extends { value: number }>(
  options: readonly O[],
  order: readonly number[],
): O[] {
  const ranked = order.flatMap((value) => options.filter((option) => option.value === value));
  return [...ranked, ...options.filter((option) => !order.includes(option.value))];
}
