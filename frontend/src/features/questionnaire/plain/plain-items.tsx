import { type ItemErrors } from "@/features/questionnaire/answer-check";
import { errorSentence, type ErrorWording } from "@/features/questionnaire/answer-error";
import type { Drafts } from "@/features/questionnaire/draft";
import { ErrorSummary } from "@/features/questionnaire/error-summary";
import { fillFrom } from "@/features/questionnaire/filling";
import type { Wording } from "@/features/questionnaire/items/item-props";
import type { AskedItem, LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { placeIn } from "@/features/questionnaire/place";
import { FIELDS } from "@/features/questionnaire/plain/form-names";
import { PlainItemCard } from "@/features/questionnaire/plain/plain-item-card";
import type { Moment } from "@/features/questionnaire/walk";

interface PlainItemsProps extends Wording {
  questionnaire: LocalQuestionnaire;
  moment: Moment;
  drafts: Drafts;
  errors: ItemErrors;
}

/**
 * All items of a questionnaire for a form that never has script, to be drawn on the server only;
 * `plainAnswers` reads what is posted.
 */
export function PlainItems({ questionnaire, moment, drafts, errors, ...words }: PlainItemsProps) {
  const { way } = placeIn(questionnaire, { moment, drafts, page: null });
  const fill = fillFrom({ ...moment, answers: way.answers });
  const items = way.pages.flatMap((page) => page.items);
  const refused = items.filter(({ name }) => name in errors);
  return (
    <div className="flex flex-col gap-4">
      <input type="hidden" name={FIELDS.plain} value="1" />
      <ErrorSummary {...{ refused, fill, ...words }} refusals={0} />
      {items.map((item) => (
        <div key={item.name}>
          <input type="hidden" name={FIELDS.shown} value={item.name} />
          <PlainItemCard
            {...{ item, fill, ...words }}
            draft={drafts[item.name]}
            error={errorOf(item, { errors, drafts }, { ...words, fill })}
          />
        </div>
      ))}
    </div>
  );
}

type Answered = Pick<PlainItemsProps, "errors" | "drafts">;

function errorOf(item: AskedItem, { errors, drafts }: Answered, wording: ErrorWording) {
  const code = errors[item.name];
  return code && errorSentence(item, code, drafts[item.name], wording);
}
