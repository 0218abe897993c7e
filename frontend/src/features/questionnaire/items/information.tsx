import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { RichText } from "@/features/rich-text/rich-text";

/** Words to read; there is nothing to answer. */
export function InformationShown({ item, fill }: ItemProps<"information">) {
  return (
    <div id={partIds(item.name).text} className="rich-text">
      <RichText text={item.text} fill={fill} />
    </div>
  );
}
