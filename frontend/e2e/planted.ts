import { spawnSync } from "node:child_process";

const { E2E_PYTHON: python = "" } = process.env;

type Fate = "expired" | "cancelled" | "paused" | "withdrawn" | "study_ended";

/** A prompt in the stack under test, as if it had just been sent. */
export interface Planted {
  link: string;
  study: string;
  /** The link by which one asks to be reminded later. */
  later: string;
}

/** Puts a prompt that asks the questionnaire into the stack. */
export function plant(definition: object, language = "en"): Planted {
  return order({ plant: definition, language }) as Planted;
}

/** Closes the prompt, as time or a researcher would. */
export function end({ link }: Planted, fate: Fate): void {
  order({ end: link, as: fate });
}

/** All rows of a study's export, by the names of the columns. */
export function exported(study: string): Record<string, string>[] {
  return order({ export: study }) as Record<string, string>[];
}

/** The rows of the study's timings, by what they are of. */
export function timingsOf({ study }: Planted): Record<string, Record<string, string>> {
  const rows = order({ timings: study }) as Record<string, string>[];
  return Object.fromEntries(rows.map((row) => [`${row.what} ${row.name}`, row]));
}

/** The rows of the study's export that were answered, by the names of the columns. */
export function answeredIn({ study }: Planted): Record<string, string>[] {
  return exported(study).filter((row) => row.status === "answered");
}

/** The links in the mails of a study. */
export interface Links {
  own: string;
  expired: string;
  unsubscribe: string;
  event: string;
  confirm: string;
}

/**
 * What came of several orders, by their names, as `devstack.planting` takes them: all at once, as a
 * process for each takes its time.
 */
export function ordered(orders: Readonly<Record<string, object>>): Record<string, unknown> {
  const came = order(Object.values(orders)) as unknown[];
  return Object.fromEntries(Object.keys(orders).map((name, at) => [name, came[at]]));
}

/** The rows of prompts that ended with answers that nobody sent. */
export function partialIn({ study }: Planted): Record<string, string>[] {
  return exported(study).filter((row) => row.completeness === "partial");
}

function order(what: object): unknown {
  const { status, stdout, stderr } = spawnSync(python, ["-m", "devstack.planting"], {
    cwd: "../app",
    input: JSON.stringify(what),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
