import { expect, test } from "vitest";

import { checkValue, isBlank } from "@/features/questionnaire/answering/answer-values";
import {
  choice,
  date,
  duration,
  grid,
  matrix,
  multipleChoice,
  number,
  ranking,
  slider,
  time,
} from "@/features/questionnaire/sample-items";

test.each([
  ["options in the order they are in", multipleChoice(), [3, 1], [1, 3]],
  ["an option chosen alone", multipleChoice({ min_chosen: 2 }), [9], [9]],
  ["a ranking, the best first", ranking(), [3, 1], [3, 1]],
  ["a matrix", matrix(), { tired: 1, calm: 2 }, { calm: 2, tired: 1 }],
  ["some rows of an optional matrix", matrix({ required: false }), { calm: 2 }, { calm: 2 }],
  ["a field of the grid", grid(), { arousal: -4, valence: 4 }, { valence: 4, arousal: -4 }],
  ["a step of a tenth", slider({ max: 1, step: 0.1 }), 0.3, 0.3],
  ["a minus zero", slider({ min: -1, max: 1 }), -0, 0],
  ["a step of a number", number({ min: 0.5, step: 0.5 }), 1.5, 1.5],
  ["a leap day", date({ earliest: null }), "2024-02-29", "2024-02-29"],
  ["a time", time(), "23:55", "23:55"],
  ["minutes", duration(), 45, 45],
  [
    "a declined item",
    choice({ can_decline: true }),
    { missing: "declined" },
    { missing: "declined" },
  ],
])("%s is taken", (_, item, given, answer) => {
  expect(checkValue(item, given)).toEqual({ answer });
});

test.each([
  ["too many options", multipleChoice(), [1, 2, 3], "too_many"],
  ["an exclusive option with another", multipleChoice(), [1, 9], "too_many"],
  ["too few options", multipleChoice({ min_chosen: 2 }), [1], "too_few"],
  ["an option twice", multipleChoice(), [1, 1], "wrong_type"],
  ["an option of no kind", multipleChoice(), [4], "not_an_option"],
  ["a ranking that is not full", ranking(), [3], "too_few"],
  ["a ranking beyond its places", ranking(), [3, 1, 2], "too_many"],
  ["a matrix with a row open", matrix(), { calm: 1 }, "too_few"],
  ["a row there is not", matrix(), { calm: 1, sad: 1 }, "wrong_type"],
  ["half of a field", grid(), { valence: 1 }, "wrong_type"],
  ["a field beyond the grid", grid(), { valence: 5, arousal: 0 }, "out_of_range"],
  ["a place between steps", slider({ max: 1, step: 0.1 }), 0.25, "out_of_range"],
  ["a number off its steps", number({ min: 0.5, step: 0.5 }), 0.7, "out_of_range"],
  ["a day there is not", date(), "2027-02-29", "wrong_type"],
  ["a day too early", date(), "2026-12-31", "out_of_range"],
  ["an hour there is not", time(), "24:00", "wrong_type"],
  ["a time off its steps", time(), "07:32", "out_of_range"],
  ["half a minute", duration(), 0.5, "wrong_type"],
  ["a duration off its steps", duration(), 20, "out_of_range"],
  ["a declined item that cannot be", choice(), { missing: "declined" }, "not_declinable"],
  ["a missing code of another kind", choice(), { missing: "lost" }, "wrong_type"],
])("%s is refused", (_, item, given, error) => {
  expect(checkValue(item, given)).toEqual({ error });
});

test("blank is nothing, white space, nothing chosen and no row", () => {
  expect([null, undefined, "", " \u00a0\n\u001f", [], {}].filter((one) => !isBlank(one))).toEqual(
    [],
  );
  expect([0, false, "\ufeff", [1], { calm: 1 }].filter((one) => isBlank(one))).toEqual([]);
});
