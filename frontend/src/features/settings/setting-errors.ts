import type { SettingErrors } from "@/features/settings/chosen-settings";
import type { HoursError, HoursField } from "@/features/hours/wake-times";
import { weekdayName } from "@/i18n/days";
import type { HoursMessages } from "@/i18n/join-messages";

interface Sentences {
  words: { language: string; zone: string };
  hours: HoursMessages;
  language: string;
}

/** What is wrong with settings, in words, and the field that it is wrong with. */
export function settingErrors(
  { language, time_zone, hours }: SettingErrors,
  sentences: Sentences,
): { field: string; sentence: string }[] {
  const ofHours = Object.entries(hours) as [HoursField, HoursError][];
  return [
    ...(language ? [{ field: "language", sentence: sentences.words.language }] : []),
    ...(time_zone ? [{ field: "time_zone", sentence: sentences.words.zone }] : []),
    ...ofHours.map(([field, error]) => ({
      field: `${field}_from`,
      sentence: `${nameOf(field, sentences)}: ${sentences.hours.errors[error]}`,
    })),
  ];
}

function nameOf(field: HoursField, { hours, language }: Sentences): string {
  return field === "weekdays" || field === "weekend" ? hours[field] : weekdayName(field, language);
}
