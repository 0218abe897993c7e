import { type KeyboardEvent, type Ref, useRef } from "react";

import { type ItemProps, describedBy, partIds } from "@/features/questionnaire/items/item-props";
import { numberIn } from "@/features/questionnaire/items/read-draft";
import { middle, valueAt } from "@/features/questionnaire/items/scale";
import { useLineTouch } from "@/features/questionnaire/items/use-line-touch";
import { plainText } from "@/features/rich-text/plain-text";
import { RichText } from "@/features/rich-text/rich-text";
import { writeNumber } from "@/i18n/sentence";

/** A line between two ends. It shows no handle before it is touched, so that none suggests an answer. */
export function SliderAnswer(props: ItemProps<"slider">) {
  const { item, messages, language, fill, onChange } = props;
  const place = numberIn(props.draft);
  const input = useRef<HTMLInputElement>(null);
  const touch = useLineTouch((touched) => {
    onChange(valueAt(touched, item));
    input.current?.focus({ preventScroll: true });
  });
  return (
    <div className="flex flex-col gap-2">
      <div className="line" {...touch}>
        <LineInput {...props} ref={input} />
      </div>
      <div className="flex justify-between gap-6 text-sm text-muted-foreground" aria-hidden="true">
        <span className="max-w-[45%] text-balance">
          <RichText text={item.min_label} fill={fill} />
        </span>
        <span className="max-w-[45%] text-end text-balance">
          <RichText text={item.max_label} fill={fill} />
        </span>
      </div>
      <p
        className="text-center text-sm text-muted-foreground tabular-nums data-done:invisible"
        data-done={place === undefined || item.show_value ? undefined : ""}
        aria-hidden="true"
      >
        {place === undefined || !item.show_value
          ? messages.scaleHint
          : writeNumber(place, language)}
      </p>
    </div>
  );
}

type LineInputProps = ItemProps<"slider"> & { ref: Ref<HTMLInputElement> };

/** The line for keys and screen readers: a range that starts in the middle, unanswered. */
function LineInput({ ref, ...props }: LineInputProps) {
  const { item, isInvalid, onChange } = props;
  const place = numberIn(props.draft);
  const value = place ?? middle(item);
  return (
    <input
      ref={ref}
      type="range"
      id={partIds(item.name).control}
      min={item.min}
      max={item.max}
      step={item.step}
      value={value}
      data-untouched={place === undefined ? "" : undefined}
      aria-invalid={isInvalid}
      aria-describedby={describedBy(item, isInvalid)}
      aria-valuetext={spokenValue(props)}
      onChange={(event) => {
        onChange(event.target.valueAsNumber);
      }}
      onKeyDown={keptBy(() => {
        onChange(value);
      })}
    />
  );
}

/** Space and Enter keep the value where it stands; arrows are the browser's. */
function keptBy(keep: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    keep();
  };
}

/** Says the place and the ends it lies between, as no one can see them. */
function spokenValue({ item, draft, messages, language, fill }: ItemProps<"slider">): string {
  const at = numberIn(draft);
  const place = at === undefined ? messages.notAnswered : writeNumber(at, language);
  const ends = (
    [
      ["min", "min_label"],
      ["max", "max_label"],
    ] as const
  ).map(([end, label]) => `${writeNumber(item[end], language)}: ${plainText(item[label], fill)}`);
  return `${place} (${ends.join(", ")})`;
}
