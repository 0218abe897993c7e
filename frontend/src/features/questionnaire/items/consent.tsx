import {
  type ItemProps,
  describedBy,
  hasMore,
  partIds,
} from "@/features/questionnaire/items/item-props";
import { statementIn } from "@/features/questionnaire/items/statement";
import { RichText } from "@/features/rich-text/rich-text";

/** A box to tick beside what is agreed to. */
export function ConsentAnswer({ item, draft, fill, ...props }: ItemProps<"consent">) {
  const { isInvalid, messages, onChange } = props;
  const { control, more } = partIds(item.name);
  const { before, statement } = statementIn(item.text);
  const isNamed = hasMore(item.text);
  const described = [before && !isNamed && more, describedBy(item, isInvalid)];
  return (
    <>
      {before && (
        <div id={more} className="rich-text">
          <RichText text={before} fill={fill} />
        </div>
      )}
      <label className="choice items-start select-auto">
        <input
          type="checkbox"
          id={control}
          name={item.name}
          checked={draft === true}
          required={item.required}
          aria-invalid={isInvalid}
          aria-describedby={described.filter(Boolean).join(" ") || undefined}
          onChange={(event) => {
            onChange(event.target.checked || undefined);
          }}
        />
        <span>
          <RichText text={statement ?? messages.controls.agree} fill={fill} />
          {!item.required && <span className="optional">{messages.optional}</span>}
        </span>
      </label>
    </>
  );
}
