import type { Answers, ErrorCode } from "@/api/schema-types";

export type Answer = Answers[string];

/** An answer in the form it is kept in, or the code of what is wrong with it. */
export type Checked = { answer: Answer } | { error: ErrorCode };

/** A value that does not fit its item. */
export class Refused extends Error {
  constructor(readonly code: ErrorCode) {
    super(code);
  }
}
