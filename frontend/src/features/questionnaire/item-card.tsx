import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { Label } from "@/components/ui/label";
import type { Draft } from "@/features/questionnaire/answer-check";
import type { Wording } from "@/features/questionnaire/answer-error";
import { ChoiceAnswer } from "@/features/questionnaire/choice-answer";
import { describedBy, partIds } from "@/features/questionnaire/item-parts";
import type { LocalItem } from "@/features/questionnaire/local-questionnaire";
import { NumberAnswer } from "@/features/questionnaire/number-answer";
import { SliderAnswer } from "@/features/questionnaire/slider-answer";
import { TextAnswer } from "@/features/questionnaire/text-answer";

const QUESTION = "block text-lg leading-snug font-semibold text-pretty select-auto";

interface ItemCardProps extends Wording {
  item: LocalItem;
  draft: Draft | undefined;
  error: string | undefined;
  onChange: (draft: Draft | undefined) => void;
}

/** One item: what is asked, how to answer, and what is wrong with the answer. */
export function ItemCard({ item, draft, error, onChange, ...wording }: ItemCardProps) {
  const ids = partIds(item.name);
  const answer = { draft, onChange, isInvalid: error !== undefined, ...wording };
  return (
    <Card className="gap-0 py-5 data-invalid:border-destructive" data-invalid={error && ""}>
      <CardContent className="flex flex-col gap-4 px-5">
        <Question item={item} isInvalid={error !== undefined} messages={wording.messages}>
          <Answer item={item} {...answer} />
        </Question>
        {error !== undefined && (
          <p id={ids.error} className="font-medium text-destructive">
            {error}
          </p>
        )}
        {canClear(item, draft) && (
          <Button
            type="button"
            variant="link"
            className="-mb-3 h-11 self-start px-0"
            onClick={() => {
              onChange(undefined);
            }}
          >
            {wording.messages.clearAnswer}
          </Button>
        )}
      </CardContent>
    </Card>
  );
}

interface QuestionProps extends Pick<Wording, "messages"> {
  item: LocalItem;
  isInvalid: boolean;
  children: React.ReactNode;
}

function Question({ item, isInvalid, messages, children }: QuestionProps) {
  const ids = partIds(item.name);
  const text = (
    <>
      {item.text}
      {!item.required && <span className="optional">{messages.optional}</span>}
    </>
  );
  const help = item.help !== null && (
    <p id={ids.help} className="-mt-2 text-muted-foreground">
      {item.help}
    </p>
  );
  if (item.kind === "single_choice") {
    return (
      <fieldset className="flex flex-col gap-4" aria-describedby={describedBy(item, isInvalid)}>
        <legend className={`${QUESTION} mb-4`}>{text}</legend>
        {help}
        {children}
      </fieldset>
    );
  }
  return (
    <>
      <Label htmlFor={ids.control} className={QUESTION}>
        {text}
      </Label>
      {help}
      {children}
    </>
  );
}

type AnswerProps = Omit<ItemCardProps, "error"> & { isInvalid: boolean };

function Answer({ item, ...answer }: AnswerProps) {
  switch (item.kind) {
    case "single_choice":
      return <ChoiceAnswer item={item} {...answer} />;
    case "slider":
      return <SliderAnswer item={item} {...answer} />;
    case "number":
      return <NumberAnswer item={item} {...answer} />;
    case "text":
      return <TextAnswer item={item} {...answer} />;
  }
}

function canClear(item: LocalItem, draft: Draft | undefined): boolean {
  const canOnlyChange = item.kind === "single_choice" || item.kind === "slider";
  return canOnlyChange && !item.required && draft !== undefined;
}
