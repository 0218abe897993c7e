import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { RichText } from "@/features/rich-text/rich-text";

/** One row, or one button, to touch for each option. */
export function SingleChoiceAnswer({ item, draft, fill, onChange }: ItemProps<"single_choice">) {
  return (
    <div className={`choices-as-${item.look}`}>
      {item.options.map((option, place) => (
        <label key={option.value} className="choice">
          <input
            type="radio"
            id={place === 0 ? partIds(item.name).control : undefined}
            name={item.name}
            value={option.value}
            checked={draft === option.value}
            onChange={() => {
              onChange(option.value);
            }}
          />
          <span>
            <RichText text={option.label} fill={fill} />
          </span>
        </label>
      ))}
    </div>
  );
}
