import { reachOf } from "@/features/questionnaire/items/affect-field";
import { partIds } from "@/features/questionnaire/items/item-props";
import { partsIn } from "@/features/questionnaire/items/read-draft";
import { partName } from "@/features/questionnaire/plain/form-names";
import type { FallbackProps } from "@/features/questionnaire/plain/instead-of-script";
import { PlainSelect } from "@/features/questionnaire/plain/plain-select";
import { plainText } from "@/features/rich-text/plain-text";
import { writeNumber } from "@/i18n/sentence";

const SIDES = [
  { side: "valence", low: "left", high: "right" },
  { side: "arousal", low: "bottom", high: "top" },
] as const;

/** A field of a grid, as its place from left to right and from bottom to top. */
export function SideSelects({ item, draft, isInvalid, ...props }: FallbackProps<"affect_grid">) {
  const { fill, language } = props;
  const parts = partsIn(draft);
  const { control } = partIds(item.name);
  return (
    <div className="flex flex-col gap-4">
      {SIDES.map(({ side, low, high }, place) => {
        const ends = {
          low: plainText(item.labels[low], fill),
          high: plainText(item.labels[high], fill),
        };
        return (
          <PlainSelect
            key={side}
            id={place === 0 ? control : `${control}-${side}`}
            name={partName(item.name, side)}
            label={`${ends.low} – ${ends.high}`}
            options={placesBetween(ends, reachOf(item.size), language)}
            chosen={parts[side]}
            isInvalid={isInvalid}
          />
        );
      })}
    </div>
  );
}

function placesBetween(ends: { low: string; high: string }, reach: number, language: string) {
  return Array.from({ length: 2 * reach + 1 }, (_, place) => {
    const value = place - reach;
    const word = { [-reach]: ends.low, [reach]: ends.high }[value];
    const number = writeNumber(value, language);
    return { value, label: word === undefined ? number : `${number} (${word})` };
  });
}
