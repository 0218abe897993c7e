import type { Answers, Definition, Texts } from "@/api/schema-types";
import type { WakeTimes } from "@/features/hours/wake-times";

export interface Study {
  name: Texts;
  contact_name: string;
  contact_email: string;
}
type Rich = Definition["rich"];

export interface JoinOpen {
  state: "open";
  study: Study;
  languages: string[];
  time_zone: string;
  information: Texts;
  consent: Consent;
  rich: Rich;
  eligibility: { version: string; definition: Definition } | null;
  asks_hours: boolean;
}
export interface Consent {
  version: number;
  title: Texts;
  text: Texts;
  purposes: Purpose[];
  rich: Rich;
}
export interface Purpose {
  name: string;
  text: Texts;
  required: boolean;
}
export type JoinPage = JoinOpen | { state: "full" | "closed"; study: Study; languages: string[] };

export interface JoinRequest {
  email: string;
  language: string;
  answers: Answers | null;
  consent_version: number;
  purposes: Record<string, boolean>;
}

export type Confirmation =
  | {
      state: "confirm";
      study: Study;
      languages: string[];
      language: string;
      time_zone: string;
      asks_hours: boolean;
    }
  | { state: "joined"; study: Study; languages: string[]; language: string; starts: string | null }
  | { state: "expired" | "full" | "closed"; study: Study; languages: string[]; language: string };

export interface Confirming {
  language: string;
  time_zone: string;
  wake_times: WakeTimes | null;
}
export interface Joined {
  starts: string | null;
  portal: string;
  mail_domain: string;
  /** The address that mails come from. */
  sender: string | null;
}
