import type { Answers, JoinWish, Purpose } from "@/api/schema-types";

/** What somebody has entered so far; it travels in the form from step to step, and nowhere else. */
export interface Entered {
  email: string;
  /** The purposes that are agreed to. */
  agreed: readonly string[];
  /** The answers that were found to fit, null where there are no questions. */
  answers: Answers | null;
  /** The consent that was shown. */
  version: number;
}

export const NOTHING_ENTERED: Entered = { email: "", agreed: [], answers: null, version: 0 };

/** What a posted form says. */
export function readEntered(form: FormData): Entered {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  return {
    email: text("email"),
    agreed: form.getAll("purpose").filter((value) => typeof value === "string"),
    answers: readAnswers(text("answers")),
    version: Number(text("version")) || 0,
  };
}

/** The fields that carry it all to the next step. */
export function hiddenFields({ email, agreed, answers, version }: Entered): [string, string][] {
  return [
    ["email", email],
    ...agreed.map((name): [string, string] => ["purpose", name]),
    ["answers", answers ? JSON.stringify(answers) : ""],
    ["version", String(version)],
  ];
}

/** What is asked of the backend; a purpose without a tick is one that was not agreed to. */
export function joinRequest(
  entered: Entered,
  purposes: readonly Purpose[],
  language: string,
): JoinWish {
  const chosen = purposes.map(({ name }) => [name, entered.agreed.includes(name)]);
  return {
    email: entered.email,
    language,
    answers: entered.answers,
    consent_version: entered.version,
    purposes: Object.fromEntries(chosen) as Record<string, boolean>,
  };
}

/** The answers in a hidden field; none where somebody has changed it. */
function readAnswers(text: string): Answers | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read)
      ? (read as Answers)
      : null;
  } catch {
    return null;
  }
}
