import type { Messages } from "@/i18n/messages";
import { count, fill } from "@/i18n/sentence";

interface ManyOptions {
  options: readonly { value: number; exclusive: boolean }[];
  min_chosen: number | null;
  max_chosen: number | null;
}

/**
 * What is chosen after one option was ticked or unticked, in the order of the options. An option
 * that is chosen alone takes the others' place, and gives way to them.
 */
export function toggled(item: ManyOptions, chosen: readonly number[], value: number): number[] {
  const isChosen = chosen.includes(value);
  const kept = isChosen ? chosen.filter((one) => one !== value) : besides(item, chosen, value);
  const next = new Set(isChosen ? kept : [...kept, value]);
  return item.options.map((option) => option.value).filter((one) => next.has(one));
}

/** Whether the option cannot be ticked because as many are chosen as may be. */
export function isShut(item: ManyOptions, chosen: readonly number[], value: number): boolean {
  if (item.max_chosen === null || chosen.includes(value) || standsAlone(item, value)) return false;
  return besides(item, chosen, value).length >= item.max_chosen;
}

/** Says how many may be chosen, where that is limited. */
export function howMany(
  item: ManyOptions,
  words: Messages["controls"]["howMany"],
  language: string,
): string | undefined {
  const { min_chosen: min, max_chosen: max } = item;
  if (min === null || min === 1) {
    return max === null ? undefined : count(words.atMost, max, language);
  }
  if (max === null) return count(words.atLeast, min, language);
  return min === max ? count(words.exactly, min, language) : fill(words.between, { min, max });
}

/** What stays chosen beside the option when it is ticked. */
function besides(item: ManyOptions, chosen: readonly number[], value: number): readonly number[] {
  return standsAlone(item, value) ? [] : chosen.filter((one) => !standsAlone(item, one));
}

function standsAlone(item: ManyOptions, value: number): boolean {
  return item.options.some((option) => option.value === value && option.exclusive);
}
