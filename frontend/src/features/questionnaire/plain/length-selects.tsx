import { hoursOf, inHours, minutesOf } from "@/features/questionnaire/items/hours-and-minutes";
import { describedBy, partIds } from "@/features/questionnaire/items/item-props";
import { numberIn } from "@/features/questionnaire/items/read-draft";
import { partName } from "@/features/questionnaire/plain/form-names";
import type { FallbackProps } from "@/features/questionnaire/plain/instead-of-script";
import { PlainSelect } from "@/features/questionnaire/plain/plain-select";

/** Hours and minutes, of which every pair is offered: which of them fit is seen when it is posted. */
export function LengthSelects({ item, draft, isInvalid, messages }: FallbackProps<"duration">) {
  const length = numberIn(draft);
  const parts = length === undefined ? undefined : inHours(length);
  const { control } = partIds(item.name);
  const { hours, minutes } = messages.controls;
  const field = { isInvalid, described: describedBy(item, isInvalid) };
  return (
    <div className="flex gap-4">
      <PlainSelect
        {...field}
        id={control}
        name={partName(item.name, "hours")}
        label={hours}
        options={hoursOf(item).map(asOption)}
        chosen={parts?.hours}
      />
      <PlainSelect
        {...field}
        id={`${control}-minutes`}
        name={partName(item.name, "minutes")}
        label={minutes}
        options={minutesOf(item).map(asOption)}
        chosen={parts?.minutes}
      />
    </div>
  );
}

function asOption(value: number) {
  return { value, label: String(value) };
}
