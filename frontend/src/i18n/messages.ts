import type { AskedItem } from "@/features/questionnaire/local-questionnaire";

type AskedKind = Exclude<AskedItem["kind"], "information">;

/** The forms of one sentence by number; a language fills in the forms it has. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Every text of the participant's page; a language with a text missing does not compile. */
export interface Messages {
  language: string;
  begin: string;
  opening: string;
  openUntil: string;
  finishUntil: string;
  finishWithin: Plural;
  timeLeft: { minutes: string; last_minute: string; over: string };
  questionCount: Plural;
  progress: string;
  /** Where the person is among several pages. */
  place: string;
  next: string;
  back: string;
  nothingToAnswer: string;
  loading: string;
  declined: string;
  skipped: Plural;
  goOn: string;
  optional: string;
  clearAnswer: string;
  scaleHint: string;
  notAnswered: string;
  charactersLeft: Plural;
  submit: string;
  sending: string;
  retry: string;
  errorSummary: Plural;
  missing: Record<AskedKind, string>;
  notANumber: string;
  notWhole: string;
  tooManyDecimals: Plural;
  notStorable: string;
  outOfRange: Range;
  outOfDays: Range;
  outOfMinutes: string;
  offSteps: { number: string; minutes: Plural };
  duration: string;
  tooFew: { multiple_choice: Plural; ranking: Plural };
  tooMany: { multiple_choice: Plural; ranking: Plural; alone: string };
  notAnOption: string;
  tooLong: Plural;
  itemChanged: string;
  trouble: { open: Trouble; send: Trouble };
  thanks: { title: string; saved: string; close: string; receipt: string };
  closed: Notice & { next: string };
  tooLate: Notice;
  otherVersion: Notice & { reload: string };
  unknownLink: Notice;
  notFound: Notice;
  away: Notice;
  event: {
    hint: string;
    report: string;
    coolingDown: Notice;
    usedUp: Notice;
    closed: Notice;
    unfinished: string;
  };
  contact: string;
  saving: Saving;
  controls: Controls;
  plain: Plain;
  ended: Record<"partial" | "cancelled" | "paused" | "withdrawn" | "study_ended", Notice>;
}

/** The words of pages that are filled in as plain forms, and of what can be wrong with these. */
interface Plain {
  /** Where the person is among several questions shown one by one. */
  question: string;
  place: string;
  ranks: string;
  placeTwice: string;
  photoSize: Plural;
  photoRefused: string;
  missing: Pick<Record<AskedKind, string>, "slider" | "affect_grid" | "ranking">;
  tooLarge: Notice;
  wrongType: Notice;
  malformed: Notice;
  participation: string;
  ownPage: string;
}

/** Where the answers are on their way. */
interface Saving {
  saved: string;
  waiting: string;
  unsaved: string;
  kept: {
    title: string;
    network: string;
    server: string;
    close: string;
    /** Where the browser sends nothing once the page is closed. */
    comeBack: string;
    resend: string;
  };
  partial: Notice;
  refused: string;
}

/** The words of the controls that items are answered with. */
interface Controls {
  howMany: { atLeast: Plural; atMost: Plural; exactly: Plural; between: string };
  full: Plural;
  point: string;
  gridHint: string;
  hours: string;
  minutes: string;
  yes: string;
  no: string;
  agree: string;
  ranking: {
    hint: string;
    hintTop: Plural;
    place: string;
    noPlace: string;
    full: string;
    up: string;
    down: string;
  };
  photo: {
    take: string;
    choose: string;
    hidden: string;
    sending: string;
    sent: string;
    kept: string;
    wait: string;
    preview: string;
    remove: string;
    network: string;
    full: string;
    server: string;
    too_large: string;
    not_a_photo: string;
  };
}

interface Range {
  between: string;
  atLeast: string;
  atMost: string;
}

interface Trouble {
  network: string;
  server: string;
}

export interface Notice {
  title: string;
  detail: string;
}
