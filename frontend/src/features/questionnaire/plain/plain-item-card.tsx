import { createElement } from "react";

import { Card, CardContent } from "@/components/ui/card";
import { DeclineToggle } from "@/features/questionnaire/decline-toggle";
import { isDeclined } from "@/features/questionnaire/draft";
import { ItemQuestion } from "@/features/questionnaire/item-question";
import { controlOf } from "@/features/questionnaire/items/controls";
import { type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { type AskedKind, needsScript } from "@/features/questionnaire/items/kinds";
import { ClearBox } from "@/features/questionnaire/plain/clear-box";
import { hasNoWayBack } from "@/features/questionnaire/plain/fallback";
import { InsteadOfScript } from "@/features/questionnaire/plain/instead-of-script";

type PlainItemCardProps = Omit<ItemProps<AskedKind>, "isInvalid" | "onChange" | "sendPhoto"> & {
  error: string | undefined;
};

/** One item where no script ever runs: everything in it is a form's own. */
export function PlainItemCard({ error, ...props }: PlainItemCardProps) {
  const { item, draft, fill, messages } = props;
  const isInvalid = error !== undefined;
  return (
    <Card className="gap-0! py-5! data-invalid:border-destructive" data-invalid={error && ""}>
      <CardContent className="flex flex-col gap-4 px-[20px]!">
        <ItemQuestion {...{ item, isInvalid, fill, messages }}>
          <PlainControl {...props} isInvalid={isInvalid} />
        </ItemQuestion>
        {isInvalid && (
          <p id={partIds(item.name).error} className="font-medium text-destructive">
            {error}
          </p>
        )}
        {item.can_decline && (
          <DeclineToggle item={item.name} {...{ draft, messages }} onChange={doNothing} />
        )}
        {hasNoWayBack(item) && <ClearBox item={item.name} label={messages.clearAnswer} />}
      </CardContent>
    </Card>
  );
}

type PlainControlProps = Omit<ItemProps<AskedKind>, "onChange" | "sendPhoto">;

function PlainControl({ draft, ...props }: PlainControlProps) {
  const answer = { ...props, draft: isDeclined(draft) ? undefined : draft };
  if (needsScript(props.item.kind)) {
    return <InsteadOfScript {...answer} />;
  }
  const control = controlOf(props.item.kind);
  return (
    control && createElement(control, { ...answer, onChange: doNothing, sendPhoto: neverSent })
  );
}

function doNothing() {
  // Without script nothing happens before the form is posted.
}

function neverSent() {
  return Promise.resolve({ outcome: "server" } as const);
}
