import { createElement } from "react";

import { Card, CardContent } from "@/components/ui/card";
import { DeclineToggle } from "@/features/questionnaire/decline-toggle";
import { type Draft, isDeclined } from "@/features/questionnaire/draft";
import { ItemQuestion } from "@/features/questionnaire/item-question";
import { controlOf } from "@/features/questionnaire/items/controls";
import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { type AskedKind, KINDS, needsScript } from "@/features/questionnaire/items/kinds";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import { ClearFallback, Fallback } from "@/features/questionnaire/plain/fallback";
import { PushButton } from "@/features/questionnaire/push-button";

type ItemCardProps = Omit<ItemProps<AskedKind>, "isInvalid"> & { error: string | undefined };

/** One item: what is asked, how to answer, and what is wrong with the answer. */
export function ItemCard({ error, ...props }: ItemCardProps) {
  const { item, draft, fill, messages, onChange } = props;
  const isInvalid = error !== undefined;
  return (
    <Card
      className="gap-0! py-5! data-invalid:border-destructive"
      data-invalid={error && ""}
      data-item={item.name}
    >
      <CardContent className="flex flex-col gap-4 px-[20px]!">
        <ItemQuestion {...{ item, isInvalid, fill, messages }}>
          <Control {...props} isInvalid={isInvalid} />
        </ItemQuestion>
        {isInvalid && (
          <p id={partIds(item.name).error} className="font-medium text-destructive">
            {error}
          </p>
        )}
        {item.can_decline && <DeclineToggle item={item.name} {...{ draft, messages, onChange }} />}
        <ClearFallback {...{ item, messages }} />
        {canClear(item, draft) && (
          <PushButton
            variant="link"
            className="scripted -mb-3 min-h-11 self-start px-0!"
            onClick={() => {
              onChange(undefined);
            }}
          >
            {messages.clearAnswer}
          </PushButton>
        )}
      </CardContent>
    </Card>
  );
}

/** The control of the item's kind, without a draft where the person would rather not say. */
function Control(props: ItemProps<AskedKind>) {
  const { kind } = props.item;
  const control = controlOf(kind);
  const answer = { ...props, draft: isDeclined(props.draft) ? undefined : props.draft };
  const shown = control && createElement(control, answer);
  return needsScript(kind) ? (
    <>
      <Fallback {...answer} />
      <div className="scripted">{shown}</div>
    </>
  ) : (
    shown
  );
}

function canClear(item: AskedItem, draft: Draft | undefined): boolean {
  const isGiven = draft !== undefined && !isDeclined(draft);
  return KINDS[item.kind].needsClearing && !item.required && isGiven;
}
