import { Card, CardContent } from "@/components/ui/card";
import { ActionButton } from "@/features/questionnaire/action-button";
import { countAnswered } from "@/features/questionnaire/answer-check";
import { fillFrom } from "@/features/questionnaire/filling";
import type { Wording } from "@/features/questionnaire/items/item-props";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { FIELDS } from "@/features/questionnaire/plain/form-names";
import { submissionTo } from "@/features/questionnaire/plain/submission";
import { placeIn } from "@/features/questionnaire/place";
import type { Sending } from "@/features/questionnaire/session";
import { TroubleAlert } from "@/features/questionnaire/trouble-alert";
import type { Moment } from "@/features/questionnaire/walk";
import { RichText } from "@/features/rich-text/rich-text";
import { count, fill as fillIn } from "@/i18n/sentence";

interface IntroductionProps extends Wording {
  questionnaire: LocalQuestionnaire;
  /** The number of the questionnaire's version. */
  version: number;
  moment: Moment;
  openUntil: string;
  finishWithinMinutes: number;
  sending: Sending;
  onBegin: () => void;
}

/** What awaits the person, and the button that opens it. */
export function Introduction({ questionnaire, moment, sending, ...props }: IntroductionProps) {
  const { title, introduction } = questionnaire;
  const { messages, language } = props;
  const fill = fillFrom({ ...moment, answers: {} });
  const labels = { idle: messages.begin, waiting: messages.opening, failed: messages.retry };
  const items = itemsForAll(questionnaire, moment);
  return (
    <form method="post" className="flex flex-col gap-6" onSubmit={submissionTo(props.onBegin)}>
      <input type="hidden" name={FIELDS.version} value={props.version} />
      <Card>
        <CardContent className="flex flex-col gap-4">
          <h1 className="page-title">
            <RichText text={title} fill={fill} />
          </h1>
          {introduction !== null && (
            <div className="rich-text text-pretty whitespace-pre-line">
              <RichText text={introduction} fill={fill} />
            </div>
          )}
          <ul className="facts border-t pt-4 text-muted-foreground">
            {items > 0 && <li>{count(messages.questionCount, items, language)}</li>}
            <li>{fillIn(messages.openUntil, { time: props.openUntil })}</li>
            <li>{count(messages.finishWithin, props.finishWithinMinutes, language)}</li>
          </ul>
        </CardContent>
      </Card>
      <TroubleAlert sending={sending} sentences={messages.trouble.open} />
      <ActionButton to="start" sending={sending} labels={labels} />
    </form>
  );
}

/** How many items everybody is asked; 0 where that depends on the answers. */
function itemsForAll(questionnaire: LocalQuestionnaire, moment: Moment): number {
  const { pages } = questionnaire;
  const depends = pages.some(
    ({ show_if, end_if, items }) =>
      show_if !== null || end_if !== null || items.some((item) => item.show_if !== null),
  );
  if (depends) return 0;
  const { way } = placeIn(questionnaire, { moment, drafts: {}, page: null });
  return countAnswered(
    way.pages.flatMap(({ items }) => items),
    {},
  ).total;
}
