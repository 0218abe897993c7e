import type { ReactNode } from "react";

import { Label } from "@/components/ui/label";
import { describedBy, hasMore, partIds } from "@/features/questionnaire/items/item-props";
import { KINDS } from "@/features/questionnaire/items/kinds";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import { phrasing, plainText } from "@/features/rich-text/plain-text";
import { RichText } from "@/features/rich-text/rich-text";
import type { Fill, RichTextValue } from "@/features/rich-text/tokens";
import type { Messages } from "@/i18n/messages";

const QUESTION = "block text-lg leading-snug font-semibold text-pretty select-auto";

interface ItemQuestionProps {
  item: AskedItem;
  isInvalid: boolean;
  fill: Fill;
  messages: Messages;
  children: ReactNode;
}

/** What is asked, as the label or the legend of what is below. */
export function ItemQuestion({ item, isInvalid, fill, messages, children }: ItemQuestionProps) {
  const ids = partIds(item.name);
  const { asked } = KINDS[item.kind];
  const text = (
    <>
      <Name text={item.text} fill={fill} />
      {!item.required && <span className="optional">{messages.optional}</span>}
    </>
  );
  const below = (
    <>
      {asked !== "itself" && <More item={item} fill={fill} />}
      {item.help !== null && (
        <div id={ids.help} className="rich-text -mt-2 text-muted-foreground">
          <RichText text={item.help} fill={fill} />
        </div>
      )}
      {children}
    </>
  );
  if (asked === "itself") return below;
  if (asked === "legend") {
    return (
      <fieldset className="flex flex-col gap-4" aria-describedby={describedBy(item, isInvalid)}>
        <legend className={`${QUESTION} mb-4`}>{text}</legend>
        {below}
      </fieldset>
    );
  }
  return (
    <>
      <Label htmlFor={ids.control} className={QUESTION}>
        {text}
      </Label>
      {below}
    </>
  );
}

interface TextProps {
  text: RichTextValue;
  fill: Fill;
}

/** The first paragraph, as neither a label nor a legend may hold more; a list in plain text. */
function Name({ text, fill }: TextProps) {
  const name = hasMore(text) ? text.slice(0, 1) : text;
  if (phrasing(name) !== undefined) return <RichText text={name} fill={fill} />;
  return <span className="whitespace-pre-line">{plainText(text, fill)}</span>;
}

function More({ item, fill }: { item: AskedItem; fill: Fill }) {
  if (!hasMore(item.text)) return null;
  return (
    <div id={partIds(item.name).more} className="rich-text -mt-2">
      <RichText text={item.text.slice(1)} fill={fill} />
    </div>
  );
}
