import { useRef } from "react";

import { type AnswerProps, describedBy, partIds } from "@/features/questionnaire/item-parts";
import { middle, valueAt } from "@/features/questionnaire/scale";
import { useLineTouch } from "@/features/questionnaire/use-line-touch";
import { writeNumber } from "@/i18n/sentence";

/** A line between two ends. It shows no handle before it is touched, so that none suggests an answer. */
export function SliderAnswer(props: AnswerProps<"slider">) {
  const { item, draft, isInvalid, messages, language, onChange } = props;
  const input = useRef<HTMLInputElement>(null);
  const ids = partIds(item.name);
  const touch = useLineTouch((place) => {
    onChange(valueAt(place, item));
    input.current?.focus({ preventScroll: true });
  });
  const value = draft === undefined ? middle(item) : Number(draft);
  const spoken = draft === undefined ? messages.notAnswered : writeNumber(value, language);
  return (
    <div className="flex flex-col gap-1">
      <div className="line" {...touch}>
        <input
          ref={input}
          type="range"
          id={ids.control}
          name={item.name}
          min={item.min}
          max={item.max}
          step={item.step}
          value={value}
          data-untouched={draft === undefined || undefined}
          aria-invalid={isInvalid}
          aria-describedby={describedBy(item, isInvalid)}
          aria-valuetext={spoken}
          onChange={(event) => {
            onChange(event.target.valueAsNumber);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.preventDefault();
            if (event.key === " " || event.key === "Enter") onChange(value);
          }}
        />
      </div>
      <div className="text-muted-foreground flex justify-between gap-6 text-sm" aria-hidden="true">
        <span className="max-w-[45%] text-balance">{item.min_label}</span>
        <span className="max-w-[45%] text-right text-balance">{item.max_label}</span>
      </div>
      {draft === undefined && (
        <p className="text-muted-foreground text-center text-sm" aria-hidden="true">
          {messages.scaleHint}
        </p>
      )}
    </div>
  );
}
