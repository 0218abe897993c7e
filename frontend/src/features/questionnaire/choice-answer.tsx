import { type AnswerProps, partIds } from "@/features/questionnaire/item-parts";

/** One row to touch for each option. */
export function ChoiceAnswer({ item, draft, onChange }: AnswerProps<"single_choice">) {
  return (
    <div className="flex flex-col gap-2">
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
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
