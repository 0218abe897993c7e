import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";

import {
  centreOf,
  type Feeling,
  fieldAt,
  MIDDLE,
  movedBy,
  reachOf,
} from "@/features/questionnaire/items/affect-field";
import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { partsIn } from "@/features/questionnaire/items/read-draft";
import { plainText } from "@/features/rich-text/plain-text";
import { RichText } from "@/features/rich-text/rich-text";
import { writeNumber } from "@/i18n/sentence";

const SIDES = ["top", "left", "right", "bottom"] as const;

/** A square touched in one place: valence from left to right, arousal from bottom to top. */
export function AffectGridAnswer(props: ItemProps<"affect_grid">) {
  const { item, draft, fill, messages, onChange } = props;
  const { valence, arousal } = partsIn(draft);
  const feeling = valence === undefined || arousal === undefined ? undefined : { valence, arousal };
  const keep = (next: Feeling) => {
    onChange({ ...next });
  };
  return (
    <div className="flex flex-col gap-2">
      {/* Its sides are left and right also where words run from right to left. */}
      <div className="affect" dir="ltr">
        {SIDES.map((side) => (
          <span key={side} className={`affect-${side}`} dir="auto" aria-hidden="true">
            <RichText text={item.labels[side]} fill={fill} />
          </span>
        ))}
        <div className="affect-fields">
          <Drawing size={item.size} feeling={feeling} onTouch={keep} />
          <Axes {...props} feeling={feeling} onMove={keep} />
        </div>
      </div>
      <p
        className="hint text-center data-done:invisible"
        data-done={feeling && ""}
        aria-hidden="true"
      >
        {messages.controls.gridHint}
      </p>
    </div>
  );
}

interface DrawingProps {
  size: number;
  feeling: Feeling | undefined;
  onTouch: (feeling: Feeling) => void;
}

/** What is seen and touched. Places are attributes of the drawing: the policy allows no styles. */
function Drawing({ size, feeling, onTouch }: DrawingProps) {
  const touch = {
    onClick({ currentTarget, clientX, clientY }: MouseEvent) {
      const { left, top, width, height } = currentTarget.getBoundingClientRect();
      onTouch(fieldAt({ x: (clientX - left) / width, y: (clientY - top) / height }, size));
    },
  };
  const lines = Array.from({ length: size - 1 }, (_, line) => line + 1);
  const reach = reachOf(size);
  const centre = feeling && centreOf(feeling, size);
  return (
    <svg viewBox={`0 0 ${size} ${size}`} aria-hidden="true" {...touch}>
      <path
        className="affect-axes"
        d={`M${reach} 0h1v${size}h-1zM0 ${reach}h${size}v1h-${size}z`}
      />
      <path
        className="affect-lines"
        d={lines.map((at) => `M${at} 0v${size}M0 ${at}h${size}`).join("")}
      />
      {centre && <circle className="affect-mark" cx={centre.x} cy={centre.y} r="0.36" />}
    </svg>
  );
}

const AXES = ["valence", "arousal"] as const;

type Axis = (typeof AXES)[number];
type AxesProps = ItemProps<"affect_grid"> & {
  feeling: Feeling | undefined;
  onMove: (feeling: Feeling) => void;
};

/** The same for keys and screen readers: two ranges that the arrows move as one. */
function Axes({ feeling, onMove, ...props }: AxesProps) {
  const { item } = props;
  const { axis, refs, setAxis } = useAxis();
  const from = feeling ?? MIDDLE;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = movedBy(event.key, from, item.size);
    if (next === undefined) return;
    event.preventDefault();
    onMove(next);
    // The range whose value changed is the one that is read aloud.
    const other = AXES.find((one) => next[one] !== from[one]);
    if (other !== undefined) refs[other].current?.focus();
  };
  return AXES.map((one) => (
    <input
      key={one}
      ref={refs[one]}
      type="range"
      id={one === "valence" ? partIds(item.name).control : undefined}
      tabIndex={axis === one ? 0 : -1}
      min={-reachOf(item.size)}
      max={reachOf(item.size)}
      value={from[one]}
      aria-orientation={one === "arousal" ? "vertical" : "horizontal"}
      aria-invalid={props.isInvalid}
      {...spoken(one, feeling, props)}
      onFocus={() => {
        setAxis(one);
      }}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        onMove({ ...from, [one]: event.target.valueAsNumber });
      }}
    />
  ));
}

/** The range that has the focus; the tab key finds that one only. */
function useAxis() {
  const [axis, setAxis] = useState<Axis>("valence");
  const valence = useRef<HTMLInputElement>(null);
  const arousal = useRef<HTMLInputElement>(null);
  return { axis, setAxis, refs: { valence, arousal } };
}

/** Says the axis, and the place on it with the words at its ends. */
function spoken(axis: Axis, feeling: Feeling | undefined, props: ItemProps<"affect_grid">) {
  const { item, fill, messages, language } = props;
  const { left, right, bottom, top } = item.labels;
  const [low, high] = (axis === "valence" ? [left, right] : [bottom, top]).map((label) =>
    plainText(label, fill),
  );
  const [least, most] = [-1, 1].map((end) => writeNumber(end * reachOf(item.size), language));
  const place = feeling === undefined ? messages.notAnswered : writeNumber(feeling[axis], language);
  return {
    "aria-label": `${low ?? ""} – ${high ?? ""}`,
    "aria-valuetext": `${place} (${least ?? ""}: ${low ?? ""}, ${most ?? ""}: ${high ?? ""})`,
  };
}
