import { Input } from "@/components/ui/input";
import { describedBy, partIds } from "@/features/questionnaire/items/item-props";
import type { FallbackProps } from "@/features/questionnaire/plain/instead-of-script";
import { plainText } from "@/features/rich-text/plain-text";
import { fill as put, writeNumber } from "@/i18n/sentence";

/** A place on a line, as a number between those of its ends. */
export function PlaceField({ item, draft, isInvalid, ...props }: FallbackProps<"slider">) {
  const { fill, messages, language } = props;
  const ends = `ends-${item.name}`;
  return (
    <div className="flex flex-col gap-2">
      <Input
        id={partIds(item.name).control}
        name={item.name}
        className="h-12! max-w-40 text-lg!"
        inputMode={item.min < 0 ? "text" : "decimal"}
        autoComplete="off"
        maxLength={24}
        defaultValue={typeof draft === "number" || typeof draft === "string" ? draft : ""}
        aria-invalid={isInvalid}
        aria-describedby={[describedBy(item, isInvalid), ends].filter(Boolean).join(" ")}
      />
      <p id={ends} className="hint">
        {put(messages.plain.place, {
          min: writeNumber(item.min, language),
          low: plainText(item.min_label, fill),
          max: writeNumber(item.max, language),
          high: plainText(item.max_label, fill),
        })}
      </p>
    </div>
  );
}
