import type { SettingErrors } from "@/features/settings/chosen-settings";
import type { HoursError, HoursField } from "@/features/hours/wake-times";

interface Sentences {
  words: { language: string; zone: string };
  hours: Record<HoursError, string>;
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
      sentence: sentences.hours[error],
    })),
  ];
}
