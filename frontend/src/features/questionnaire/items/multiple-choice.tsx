import { howMany, isShut, toggled } from "@/features/questionnaire/items/chosen-options";
import { type ItemProps, describedBy, partIds } from "@/features/questionnaire/items/item-props";
import { valuesIn } from "@/features/questionnaire/items/read-draft";
import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { RichText } from "@/features/rich-text/rich-text";
import { count } from "@/i18n/sentence";

/** One box to tick for each option; it says how many may be ticked, and why no more can be. */
export function MultipleChoiceAnswer(props: ItemProps<"multiple_choice">) {
  const { item, draft, messages, language } = props;
  const chosen = valuesIn(draft);
  const { limits, full } = limitIds(item.name);
  const isFull = item.options.some(({ value }) => isShut(item, chosen, value));
  const hint = howMany(item, messages.controls.howMany, language);
  return (
    <div className="flex flex-col gap-2">
      {hint !== undefined && (
        <p id={limits} className="hint">
          {hint}
        </p>
      )}
      {item.options.map((option, place) => (
        <OptionBox
          key={option.value}
          {...props}
          {...{ option, chosen }}
          isFirst={place === 0}
          hint={hint && limits}
        />
      ))}
      {item.max_chosen !== null && (
        <p id={full} className="hint min-h-[2lh]" role="status">
          {isFull && count(messages.controls.full, item.max_chosen, language)}
        </p>
      )}
    </div>
  );
}

type OptionBoxProps = ItemProps<"multiple_choice"> & {
  option: LocalItemOf<"multiple_choice">["options"][number];
  chosen: readonly number[];
  isFirst: boolean;
  /** The id of what says how many may be ticked. */
  hint: string | undefined;
};

function OptionBox({ item, option, chosen, isFirst, hint, ...props }: OptionBoxProps) {
  const { full } = limitIds(item.name);
  const isClosed = isShut(item, chosen, option.value);
  const described = isFirst ? [describedBy(item, props.isInvalid), hint] : [];
  return (
    <label className="choice" data-shut={isClosed ? "" : undefined}>
      <input
        type="checkbox"
        id={isFirst ? partIds(item.name).control : undefined}
        name={item.name}
        value={option.value}
        checked={chosen.includes(option.value)}
        aria-disabled={isClosed}
        aria-invalid={props.isInvalid}
        aria-describedby={[...described, isClosed && full].filter(Boolean).join(" ") || undefined}
        onChange={() => {
          if (isClosed) return;
          const next = toggled(item, chosen, option.value);
          props.onChange(next.length > 0 ? next : undefined);
        }}
      />
      <span>
        <RichText text={option.label} fill={props.fill} />
      </span>
    </label>
  );
}

function limitIds(item: string) {
  return { limits: `limits-${item}`, full: `full-${item}` };
}
