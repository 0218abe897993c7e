import type { MailProvider } from "@/features/join/mail-provider";
import type { HoursError } from "@/features/hours/wake-times";
import type { Notice, Plural } from "@/i18n/messages";

/** The texts of the pages on which people join a study by themselves. */
export interface JoinMessages {
  step: string;
  goOn: string;
  questions: Notice;
  notEligible: Notice;
  consent: { purposes: string; needed: string; email: string; emailHint: string; agree: string };
  errors: {
    summary: Plural;
    email: string;
    purpose: string;
    version: string;
    language: string;
    zone: string;
  };
  mail: Notice & { none: string; junk: string; address: string; again: string; back: string };
  confirm: Notice & { language: string; zone: string; phoneZone: string; join: string };
  next: {
    title: string;
    titleNext: string;
    starts: string;
    startsLater: string;
    mails: string;
    soon: string;
    copy: string;
    own: string;
  };
  reach: {
    title: string;
    contacts: string;
    junk: string;
    providers: Record<MailProvider, string>;
  };
  full: Notice;
  closed: Notice;
  unknown: Notice;
  expired: Notice & { again: string };
  joined: Notice;
}

/** The texts of the part of a form that asks when a person is awake. */
export interface HoursMessages {
  title: string;
  detail: string;
  weekdays: string;
  weekend: string;
  up: string;
  bed: string;
  eachDay: string;
  eachDayHint: string;
  errors: Record<HoursError, string>;
}
