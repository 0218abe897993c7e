// The mirror of `esmpress/questionnaires/answer_values.py`: a courtesy, as the server decides.
// `app/tests/questionnaires/vectors/answers.json` holds what is agreed.
import {
  checkDuration,
  checkGrid,
  checkNumber,
  checkSlider,
} from "@/features/questionnaire/answering/amounts";
import { type Answer, type Checked, Refused } from "@/features/questionnaire/answering/checked";
import {
  checkChoice,
  checkMany,
  checkMatrix,
  checkRanking,
} from "@/features/questionnaire/answering/choices";
import {
  checkConsent,
  checkDate,
  checkPhoto,
  checkText,
  checkTime,
  checkYesNo,
} from "@/features/questionnaire/answering/words";
import { DECLINED } from "@/features/questionnaire/draft";
import type { LocalItem, LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { isDeclined } from "@/features/logic/values";

/** The answer in the form it is kept in, or the code under which the server would refuse it. */
export function checkValue(item: LocalItem, given: unknown): Checked {
  try {
    return { answer: typed(item, given) };
  } catch (error) {
    if (error instanceof Refused) return { error: error.code };
    throw error;
  }
}

/** Whether nothing was answered: no value, blank text, nothing chosen, no row. */
export function isBlank(given: unknown): boolean {
  if (given === null || given === undefined) return true;
  if (typeof given === "string") return Array.from(given).every(isSpace);
  return typeof given === "object" && Object.keys(given).length === 0;
}

type Check<Kind extends LocalItem["kind"]> = (item: LocalItemOf<Kind>, given: unknown) => Answer;

const CHECKS: { readonly [Kind in LocalItem["kind"]]: Check<Kind> } = {
  single_choice: checkChoice,
  image_choice: checkChoice,
  likert: checkChoice,
  multiple_choice: checkMany,
  ranking: checkRanking,
  matrix: checkMatrix,
  slider: checkSlider,
  affect_grid: checkGrid,
  number: checkNumber,
  duration: checkDuration,
  text: checkText,
  date: checkDate,
  time: checkTime,
  yes_no: checkYesNo,
  consent: checkConsent,
  photo: checkPhoto,
  information: refuseAs("not_shown"),
  computed: refuseAs("computed"),
};

function typed(item: LocalItem, given: unknown): Answer {
  const takesAnswer = item.kind !== "information" && item.kind !== "computed";
  if (takesAnswer && isDeclined(given) && Object.keys(given as object).length === 1) {
    if (!item.can_decline) throw new Refused("not_declinable");
    return { ...DECLINED };
  }
  const check = CHECKS[item.kind] as Check<LocalItem["kind"]>;
  return check(item, given);
}

function refuseAs(code: "not_shown" | "computed") {
  return (): Answer => {
    throw new Refused(code);
  };
}

/** Whether Python takes the character for white space. */
function isSpace(character: string): boolean {
  return /\p{White_Space}/u.test(character) || (character >= "\x1c" && character <= "\x1f");
}
