import type { StudyCard, Texts } from "@/api/schema-types";
import type { WakeTimes } from "@/features/hours/wake-times";
import type { LeaveLevel } from "@/i18n/portal-messages";

export interface Portal {
  study: StudyCard;
  language: string;
  languages: string[];
  time_zone: string;
  status: "enrolled" | "paused" | "withdrawn" | "over" | "waiting";
  gets_mail: boolean;
  day: number | null;
  days: number | null;
  compliance: { answered: number; missed: number; share: number | null };
  per_day: DayFigures[];
  next_mail: string | null;
  asks_hours: boolean;
  wake_times: WakeTimes | null;
  paused_until: string | null;
  events: { title: Texts; path: string }[];
  feedback: FeedbackChart[];
  feedback_rule: { kind: "never" | "after_answers" | "at_end"; n: number | null } | null;
  consents: GivenConsent[];
  may_withdraw: LeaveLevel[];
}

export interface DayFigures {
  day: number;
  date: string;
  answered: number;
  missed: number;
}

export interface FeedbackChart {
  title: Texts;
  kind: "line" | "bars";
  min: number | null;
  max: number | null;
  points: { at: string; value: number }[];
}

export interface GivenConsent {
  version: number;
  title: Texts;
  given_at: string;
  purposes: Record<string, boolean>;
}
