import { type KeyboardEvent, type Ref, useRef } from "react";

import { type AnswerProps, describedBy, partIds } from "@/features/questionnaire/item-parts";
import { middle, valueAt } from "@/features/questionnaire/scale";
import { useLineTouch } from "@/features/questionnaire/use-line-touch";
import { writeNumber } from "@/i18n/sentence";

/** A line between two ends. It shows no handle before it is touched, so that none suggests an answer. */
export function SliderAnswer(props: AnswerProps<"slider">) {
  const { item, draft, messages, onChange } = props;
  const input = useRef<HTMLInputElement>(null);
  const touch = useLineTouch((place) => {
    onChange(valueAt(place, item));
    input.current?.focus({ preventScroll: true });
  });
  return (
    <div className="flex flex-col gap-2">
      <div className="line" {...touch}>
        <LineInput {...props} ref={input} />
      </div>
      <div className="flex justify-between gap-6 text-sm text-muted-foreground" aria-hidden="true">
        <span className="max-w-[45%] text-balance">{item.min_label}</span>
        <span className="max-w-[45%] text-right text-balance">{item.max_label}</span>
      </div>
      <p
        className="text-center text-sm text-muted-foreground data-done:invisible"
        data-done={draft === undefined ? undefined : ""}
        aria-hidden="true"
      >
        {messages.scaleHint}
      </p>
    </div>
  );
}

type LineInputProps = AnswerProps<"slider"> & { ref: Ref<HTMLInputElement> };

/** The line for keys and screen readers: a range that starts in the middle, unanswered. */
function LineInput({ item, draft, isInvalid, messages, language, onChange, ref }: LineInputProps) {
  const value = draft === undefined ? middle(item) : Number(draft);
  return (
    <input
      ref={ref}
      type="range"
      id={partIds(item.name).control}
      name={item.name}
      min={item.min}
      max={item.max}
      step={item.step}
      value={value}
      data-untouched={draft === undefined ? "" : undefined}
      aria-invalid={isInvalid}
      aria-describedby={describedBy(item, isInvalid)}
      aria-valuetext={spokenValue({ item, draft, messages, language })}
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

type Spoken = Pick<AnswerProps<"slider">, "item" | "draft" | "messages" | "language">;

/** Says the place and the ends it lies between, as no one can see them. */
function spokenValue({ item, draft, messages, language }: Spoken): string {
  const place = draft === undefined ? messages.notAnswered : writeNumber(Number(draft), language);
  const ends = [item.min, item.max].map((end) => writeNumber(end, language));
  return `${place} (${ends[0] ?? ""}: ${item.min_label}, ${ends[1] ?? ""}: ${item.max_label})`;
}
