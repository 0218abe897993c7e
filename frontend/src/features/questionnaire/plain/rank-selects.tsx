import { placesOf } from "@/features/questionnaire/answering/choices";
import type { Draft } from "@/features/questionnaire/draft";
import { describedBy, partIds } from "@/features/questionnaire/items/item-props";
import { partsIn, valuesIn } from "@/features/questionnaire/items/read-draft";
import { partName } from "@/features/questionnaire/plain/form-names";
import type { FallbackProps } from "@/features/questionnaire/plain/instead-of-script";
import { PlainSelect } from "@/features/questionnaire/plain/plain-select";
import { plainText } from "@/features/rich-text/plain-text";
import { fill as put } from "@/i18n/sentence";

/** A place to choose for each option, each place for one of them. */
export function RankSelects({ item, draft, isInvalid, ...props }: FallbackProps<"ranking">) {
  const { fill, messages } = props;
  const { control } = partIds(item.name);
  const places = Array.from({ length: placesOf(item) }, (_, before) => before + 1);
  return (
    <div className="flex flex-col gap-3">
      <p className="hint">{put(messages.plain.ranks, { n: places.length })}</p>
      {item.options.map((option, at) => (
        <PlainSelect
          key={option.value}
          id={at === 0 ? control : `${control}-${option.value}`}
          name={partName(item.name, option.value)}
          label={plainText(option.label, fill)}
          options={places.map((place) => ({ value: place, label: String(place) }))}
          chosen={placeIn(draft, option.value)}
          isInvalid={isInvalid}
          described={describedBy(item, isInvalid)}
        />
      ))}
    </div>
  );
}

/** The place that the option has, in an order or among places that make none. */
function placeIn(draft: Draft | undefined, option: number): number | undefined {
  const at = valuesIn(draft).indexOf(option);
  return at < 0 ? partsIn(draft)[option] : at + 1;
}
