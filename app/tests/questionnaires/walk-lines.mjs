// One case per line of standard input. {definition, arrangement, moment, answers}: for each of the
// answers the way through and what each of them becomes. {item, given}: what each one given becomes.
import { createInterface } from "node:readline";

import {
  checkValue,
  isBlank,
} from "../../../frontend/src/features/questionnaire/answering/answer-values.ts";
import { inLanguage } from "../../../frontend/src/features/questionnaire/local-questionnaire.ts";
import { walk } from "../../../frontend/src/features/questionnaire/walk.ts";

const AS_DEFINED = { pages: [], items: {}, options: {}, rows: {}, left_out: [] };

/** What the browser makes of one answer; none of nothing. */
function become(item, given) {
  return given === undefined || isBlank(given) ? null : checkValue(item, given);
}

function itemsOf(definition) {
  const { pages } = inLanguage({ definition, arrangement: AS_DEFINED }, "en", "en");
  return pages.flatMap(({ items }) => items);
}

/** The way through: an answer that does not fit counts as missing. */
function way({ definition, arrangement, moment }, answers) {
  const checked = itemsOf(definition).map((item) => [item.name, become(item, answers[item.name])]);
  const fitting = checked.flatMap(([name, one]) => (one && "answer" in one ? [[name, one.answer]] : []));
  const local = inLanguage({ definition, arrangement }, "en", "en");
  const { pages, endedBy, computed } = walk(local, Object.fromEntries(fitting), moment);
  return {
    pages: pages.map(({ page, items }) => [page.name, items.map(({ name }) => name)]),
    ended_by: endedBy,
    computed,
    answers: Object.fromEntries(checked.filter(([, one]) => one !== null)),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const results =
    "given" in asked
      ? asked.given.map((given) => become(itemsOf(asked.definition)[0], given))
      : asked.answers.map((answers) => way(asked, answers));
  console.log(JSON.stringify(results));
}
