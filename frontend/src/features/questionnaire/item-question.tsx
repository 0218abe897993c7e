import type { ReactNode } from "react";

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
  const text = (
    <>
      <Name text={item.text} fill={fill} />
      {!item.required && <span className="optional">{messages.optional}</span>}
    </>
  );
  const below = (
    <>
      <Below {...{ item, fill }} />
      {children}
    </>
  );
  switch (KINDS[item.kind].asked) {
    case "itself":
      return below;
    case "legend":
      return (
        <fieldset className="flex flex-col gap-4" aria-describedby={describedBy(item, isInvalid)}>
          <legend className={`${QUESTION} mb-4`}>{text}</legend>
          {below}
        </fieldset>
      );
    case "label":
      return (
        <>
          <label htmlFor={partIds(item.name).control} className={QUESTION}>
            {text}
          </label>
          {below}
        </>
      );
  }
}

/** What a question has below its first paragraph, and the help. */
function Below({ item, fill }: Pick<ItemQuestionProps, "item" | "fill">) {
  const { more, help } = partIds(item.name);
  const isMore = KINDS[item.kind].asked !== "itself" && hasMore(item.text);
  return (
    <>
      {isMore && (
        <div id={more} className="rich-text -mt-2">
          <RichText text={item.text.slice(1)} fill={fill} />
        </div>
      )}
      {item.help !== null && (
        <div id={help} className="rich-text -mt-2 text-muted-foreground">
          <RichText text={item.help} fill={fill} />
        </div>
      )}
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
