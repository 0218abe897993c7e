import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { plainText } from "@/features/rich-text/plain-text";

/** Pictures to choose from; what each shows is told to those who do not see it. */
export function ImageChoiceAnswer({ item, draft, fill, onChange }: ItemProps<"image_choice">) {
  return (
    <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
      {item.options.map((option, place) => (
        <label key={option.value} className="choice picture">
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
          <img src={option.image} alt={plainText(option.label, fill)} draggable={false} />
        </label>
      ))}
    </div>
  );
}
