import type { Draft } from "@/features/questionnaire/draft";
import { withHours, withMinutes } from "@/features/questionnaire/items/hours-and-minutes";
import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { readNumber } from "@/features/questionnaire/number-text";
import { chosen, NATIVE, type Readers, typed } from "@/features/questionnaire/plain/form-answers";
import { partName } from "@/features/questionnaire/plain/form-names";

/** Of every kind but the photo, whose file is a matter of its own: what stands in for script too. */
export const WITHOUT_SCRIPT: Readers = {
  ...NATIVE,
  slider: placeTyped,
  affect_grid: sidesChosen,
  duration: lengthChosen,
  ranking: placesChosen,
};

/** The number typed; words that are none stay, so that they can be put right. */
function placeTyped(form: FormData, item: LocalItemOf<"slider">): Draft | undefined {
  const words = typed(form, item);
  return words === undefined ? undefined : (readNumber(words) ?? words);
}

/** Both sides, or the one that was chosen. */
function sidesChosen(form: FormData, { name }: LocalItemOf<"affect_grid">): Draft | undefined {
  return partsChosen(form, name, ["valence", "arousal"]);
}

/** As with script: with one part chosen the other is the least there is. */
function lengthChosen(form: FormData, item: LocalItemOf<"duration">): Draft | undefined {
  const hours = chosen(form, { name: partName(item.name, "hours") });
  const minutes = chosen(form, { name: partName(item.name, "minutes") });
  if (hours === undefined) {
    return minutes === undefined ? undefined : withMinutes(item, undefined, minutes);
  }
  return minutes === undefined ? withHours(item, undefined, hours) : hours * 60 + minutes;
}

/** The options in order; where a place is given twice or left out, the places as they are. */
function placesChosen(
  form: FormData,
  { name, options }: LocalItemOf<"ranking">,
): Draft | undefined {
  const places = partsChosen(
    form,
    name,
    options.map(({ value }) => String(value)),
  );
  if (places === undefined) return undefined;
  const ranked = Object.entries(places).sort(([, one], [, other]) => one - other);
  const isOrder = ranked.every(([, place], at) => place === at + 1);
  return isOrder ? ranked.map(([value]) => Number(value)) : places;
}

function partsChosen(
  form: FormData,
  item: string,
  parts: readonly string[],
): Readonly<Record<string, number>> | undefined {
  const entries = parts.flatMap((part) => {
    const value = chosen(form, { name: partName(item, part) });
    return value === undefined ? [] : [[part, value] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
