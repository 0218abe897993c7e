import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";

const common = { help: null, required: true };

/** Items for tests, each with the parts a test cares about. */
export function choice(
  parts: Partial<LocalItemOf<"single_choice">> = {},
): LocalItemOf<"single_choice"> {
  const options = [
    { value: 1, label: "Home" },
    { value: 2, label: "Work" },
  ];
  const text = "Where are you?";
  return { ...common, kind: "single_choice", name: "place", text, options, ...parts };
}

export function slider(parts: Partial<LocalItemOf<"slider">> = {}): LocalItemOf<"slider"> {
  const ends = { min_label: "very bad", max_label: "very good" };
  const scale = { min: 0, max: 100, step: 1 };
  const text = "How do you feel?";
  return { ...common, kind: "slider", name: "mood", text, ...scale, ...ends, ...parts };
}

export function number(parts: Partial<LocalItemOf<"number">> = {}): LocalItemOf<"number"> {
  const limits = { min: 0, max: 24, decimals: 1, unit: "h" };
  const text = "How long did you sleep?";
  return { ...common, kind: "number", name: "hours", text, ...limits, ...parts };
}

export function text(parts: Partial<LocalItemOf<"text">> = {}): LocalItemOf<"text"> {
  const limits = { max_length: 20, multiline: true };
  return { ...common, kind: "text", name: "note", text: "Anything else?", ...limits, ...parts };
}
