import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { RichText } from "@/features/rich-text/rich-text";

/** Yes and no side by side, in words of their own where they have some. */
export function YesNoAnswer({ item, draft, fill, messages, onChange }: ItemProps<"yes_no">) {
  const answers = [
    { value: true, label: item.yes_label ?? messages.controls.yes },
    { value: false, label: item.no_label ?? messages.controls.no },
  ];
  return (
    <div className="beside">
      {answers.map(({ value, label }) => (
        <label key={String(value)} className="choice">
          <input
            type="radio"
            id={value ? partIds(item.name).control : undefined}
            name={item.name}
            value={String(value)}
            checked={draft === value}
            onChange={() => {
              onChange(value);
            }}
          />
          <span className="min-w-0 break-words hyphens-auto">
            <RichText text={label} fill={fill} />
          </span>
        </label>
      ))}
    </div>
  );
}
