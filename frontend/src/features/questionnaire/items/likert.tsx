import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { extentOf, labelRoom } from "@/features/questionnaire/items/label-room";
import { numberIn } from "@/features/questionnaire/items/read-draft";
import { ChosenLabel, EndLabels, ScalePoints } from "@/features/questionnaire/items/scale-points";
import { plainText } from "@/features/rich-text/plain-text";
import { RichText } from "@/features/rich-text/rich-text";
import { fill as put } from "@/i18n/sentence";

/** A few points in a row, with the words at its ends and at the chosen point. */
export function LikertAnswer({ item, draft, fill, messages, onChange }: ItemProps<"likert">) {
  const of = item.options.length;
  const points = item.options.map(({ value, label }, place) => ({
    value,
    name:
      label === null ? put(messages.controls.point, { n: place + 1, of }) : plainText(label, fill),
    label: label !== null && <RichText text={label} fill={fill} />,
  }));
  const labels = labelRoom(
    item.options.map(({ label }) => (label === null ? "" : plainText(label, fill))),
  );
  const chosen = numberIn(draft);
  const { control } = partIds(item.name);
  return (
    <div className="scale likert" data-extent={extentOf(of)} data-labels={labels}>
      <ScalePoints name={item.name} id={control} onChoose={onChange} {...{ points, chosen }} />
      <EndLabels points={points} />
      <ChosenLabel points={points} chosen={chosen} />
    </div>
  );
}
