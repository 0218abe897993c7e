import type { Node } from "@/features/logic/tree";
import type { LocalItemOf, LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import type { Opened } from "@/features/questionnaire/session";
import type { Moment } from "@/features/questionnaire/walk";

const common = {
  help: null,
  required: true,
  ask_again: false,
  can_decline: false,
  show_if: null,
  rotation: null,
  range_message: null,
};

/** Items for tests, each with the parts a test cares about. */
export function choice(
  parts: Partial<LocalItemOf<"single_choice">> = {},
): LocalItemOf<"single_choice"> {
  const options = [
    { value: 1, label: "Home", fixed: false },
    { value: 2, label: "Work", fixed: false },
  ];
  const own = { text: "Where are you?", options, shuffle: false, look: "list" } as const;
  return { ...common, kind: "single_choice", name: "place", ...own, ...parts };
}

export function likert(parts: Partial<LocalItemOf<"likert">> = {}): LocalItemOf<"likert"> {
  const options = [1, 2, 3].map((value) => ({ value, label: `Point ${value}` }));
  const text = "I am well.";
  return { ...common, kind: "likert", name: "well", text, options, ...parts };
}

export function imageChoice(): LocalItemOf<"image_choice"> {
  const options = [1, 2].map((value) => ({
    value,
    label: `Face ${value}`,
    fixed: false,
    image: "data:image/png;base64,",
  }));
  const own = { text: "Which face?", options, shuffle: false };
  return { ...common, kind: "image_choice", name: "face", ...own };
}

export function yesNo(): LocalItemOf<"yes_no"> {
  const labels = { yes_label: null, no_label: null };
  return { ...common, kind: "yes_no", name: "alone", text: "Are you alone?", ...labels };
}

export function consent(): LocalItemOf<"consent"> {
  return { ...common, can_decline: false, kind: "consent", name: "agreed", text: "I agree." };
}

export function information(name: string): LocalItemOf<"information"> {
  const own = { required: false, ask_again: false, can_decline: false } as const;
  return { ...common, ...own, kind: "information", name, text: "Please read this." };
}

export function slider(parts: Partial<LocalItemOf<"slider">> = {}): LocalItemOf<"slider"> {
  const ends = { min_label: "very bad", max_label: "very good", show_value: false };
  const scale = { min: 0, max: 100, step: 1 };
  const text = "How do you feel?";
  return { ...common, kind: "slider", name: "mood", text, ...scale, ...ends, ...parts };
}

export function number(parts: Partial<LocalItemOf<"number">> = {}): LocalItemOf<"number"> {
  const limits = { min: 0, max: 24, decimals: 1, step: null, unit: "h" };
  const text = "How long did you sleep?";
  return { ...common, kind: "number", name: "hours", text, ...limits, ...parts };
}

export function text(parts: Partial<LocalItemOf<"text">> = {}): LocalItemOf<"text"> {
  const limits = { max_length: 20, multiline: true };
  return { ...common, kind: "text", name: "note", text: "Anything else?", ...limits, ...parts };
}

export function multipleChoice(
  parts: Partial<LocalItemOf<"multiple_choice">> = {},
): LocalItemOf<"multiple_choice"> {
  const options = [1, 2, 3, 9].map((value) => ({
    value,
    label: `Option ${value}`,
    fixed: false,
    exclusive: value === 9,
  }));
  const own = { text: "What are you doing?", options, shuffle: false };
  const limits = { min_chosen: null, max_chosen: 2 };
  return { ...common, kind: "multiple_choice", name: "doing", ...own, ...limits, ...parts };
}

export function ranking(parts: Partial<LocalItemOf<"ranking">> = {}): LocalItemOf<"ranking"> {
  const options = [1, 2, 3].map((value) => ({ value, label: `Option ${value}`, fixed: false }));
  const own = { text: "What matters most?", options, top: 2, shuffle: false };
  return { ...common, kind: "ranking", name: "order", ...own, ...parts };
}

export function matrix(parts: Partial<LocalItemOf<"matrix">> = {}): LocalItemOf<"matrix"> {
  const rows = ["calm", "tired"].map((name) => ({ name, text: name }));
  const options = [1, 2].map((value) => ({ value, label: `Option ${value}`, fixed: false }));
  const own = { text: "How are you?", rows, options, shuffle: false };
  return { ...common, kind: "matrix", name: "state", ...own, ...parts };
}

export function grid(parts: Partial<LocalItemOf<"affect_grid">> = {}): LocalItemOf<"affect_grid"> {
  const labels = { left: "bad", right: "good", bottom: "sleepy", top: "awake" };
  const own = { text: "How do you feel?", size: 9, labels } as const;
  return { ...common, kind: "affect_grid", name: "affect", ...own, ...parts };
}

export function date(parts: Partial<LocalItemOf<"date">> = {}): LocalItemOf<"date"> {
  const limits = { earliest: "2027-01-01", latest: "2027-12-31" };
  return { ...common, kind: "date", name: "day_of", text: "When?", ...limits, ...parts };
}

export function time(parts: Partial<LocalItemOf<"time">> = {}): LocalItemOf<"time"> {
  const own = { text: "When did you wake up?", step_minutes: 5 };
  return { ...common, kind: "time", name: "woke", ...own, ...parts };
}

export function duration(parts: Partial<LocalItemOf<"duration">> = {}): LocalItemOf<"duration"> {
  const limits = { min_minutes: 0, max_minutes: 120, step_minutes: 15 };
  return { ...common, kind: "duration", name: "walked", text: "How long?", ...limits, ...parts };
}

export function computed(formula: Node): LocalItemOf<"computed"> {
  const own = { required: false, ask_again: false, can_decline: false } as const;
  return { ...common, ...own, kind: "computed", name: "twice", text: "Twice", formula };
}

export function photo(parts: Partial<LocalItemOf<"photo">> = {}): LocalItemOf<"photo"> {
  const text = "What do you see?";
  return { ...common, kind: "photo", name: "view", text, max_megabytes: 3, ...parts };
}

/** A questionnaire of one page for each list of items, named p1, p2 and so on. */
export function questionnaireOf(
  ...pages: (LocalQuestionnaire["pages"][number]["items"] | LocalQuestionnaire["pages"][number])[]
): LocalQuestionnaire {
  return {
    presentation: "page",
    title: "Now",
    introduction: null,
    pages: pages.map((page, place) =>
      Array.isArray(page)
        ? { name: `p${place + 1}`, title: null, show_if: null, end_if: null, items: page }
        : page,
    ),
  };
}

/** A prompt that was opened at half past one, on a phone whose clock is an hour ahead. */
export const OPENED: Opened = {
  openedAt: "2026-11-22T13:30:00Z",
  finishUntil: "2026-11-22T13:50:00Z",
  deadline: Date.parse("2026-11-22T14:50:00Z"),
  word: { serverTime: "2026-11-22T13:30:00Z", arrivedAt: 5000 },
  saved: { answers: {}, changed: {}, page: null, timings: null, saved_at: null },
  moment: { day: 1, beep: 1, previous: {}, earlier: {} },
};

export const MOMENT: Moment = OPENED.moment;
