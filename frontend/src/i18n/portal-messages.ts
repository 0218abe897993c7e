import type { Notice, Plural } from "@/i18n/messages";

/** How much of a person's data goes when they leave a study. */
export type LeaveLevel = "stop" | "forget" | "exclude" | "erase";

/** What can be done on a participant's own page beside leaving. */
export type PortalAct = "settings" | "pause" | "resume" | "mail_on" | "mail_off";

/** The texts of the participant's own page. */
export interface PortalMessages {
  title: string;
  ask: {
    detail: string;
    email: string;
    send: string;
    sentTitle: string;
    sentDetail: string;
    sentNone: string;
    again: string;
  };
  done: Record<PortalAct, string>;
  failed: string;
  status: {
    waiting: string;
    enrolled: string;
    paused: string;
    pausedUntil: string;
    over: string;
    withdrawn: string;
  };
  days: {
    title: string;
    day: string;
    dayOpen: string;
    answered: Plural;
    missed: Plural;
    share: string;
    nothing: string;
    chart: string;
    table: string;
    columns: { day: string; date: string; answered: string; missed: string };
  };
  next: { today: string; tomorrow: string; on: string; none: string };
  events: Notice;
  feedback: {
    title: string;
    afterAnswers: Plural;
    atEnd: string;
    columns: { at: string; value: string };
    chart: Plural;
    few: string;
  };
  settings: { title: string; language: string; zone: string; save: string };
  pause: Notice & {
    until: string;
    untilHint: string;
    start: string;
    resume: string;
    error: string;
  };
  mail: { title: string; on: string; off: string; stop: string; start: string };
  data: Notice & {
    download: string;
    consents: string;
    given: string;
    yes: string;
    no: string;
  };
  leave: LeaveMessages;
  contact: Notice;
  expired: Notice & { send: string; sentTitle: string; sentDetail: string };
}

interface LeaveMessages extends Notice {
  link: string;
  more: string;
  choose: string;
  levels: Record<LeaveLevel, Notice>;
  goOn: string;
  sure: string;
  final: string;
  download: string;
  confirm: string;
  confirmErase: string;
  back: string;
  left: string;
  leftDetail: Record<LeaveLevel, string>;
  thanks: string;
  mail: string;
  gone: Notice;
}
