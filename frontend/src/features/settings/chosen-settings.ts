import {
  entriesOf,
  type HoursEntries,
  type HoursErrors,
  readHours,
  typedHours,
  type WakeTimes,
  type Weekday,
} from "@/features/hours/wake-times";
import { isZone } from "@/features/forms/zones";

/** What a form for settings shows. */
export interface Settings {
  language: string;
  time_zone: string;
  hours: HoursEntries;
  /** Whether the person has chosen them, so that nothing else may be proposed. */
  isChosen: boolean;
}

/** What is wrong with settings that were chosen. */
export interface SettingErrors {
  language: boolean;
  time_zone: boolean;
  hours: HoursErrors;
}

export const NO_SETTING_ERRORS: SettingErrors = { language: false, time_zone: false, hours: {} };

/** Settings as they are stored. */
export interface StoredSettings {
  language: string;
  time_zone: string;
  wake_times: WakeTimes | null;
}

/** The settings in a posted form, as they were chosen and typed. */
export function typedSettings(form: FormData): Settings {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const [language, time_zone] = [text("language"), text("time_zone")];
  return { language, time_zone, hours: typedHours(form), isChosen: true };
}

/** The settings to store, or what is wrong with them. `lacking` weekdays had no hours before. */
export function readSettings(
  { language, time_zone, hours }: Settings,
  asked: { languages: readonly string[]; asksHours: boolean; lacking: readonly Weekday[] },
): { stored: StoredSettings } | { errors: SettingErrors } {
  const read = asked.asksHours ? readHours(hours, asked.lacking) : { wake: null };
  const errors: SettingErrors = {
    language: !asked.languages.includes(language),
    time_zone: !isZone(time_zone),
    hours: "errors" in read ? read.errors : {},
  };
  if ("errors" in read || errors.language || errors.time_zone) return { errors };
  return { stored: { language, time_zone, wake_times: read.wake } };
}

/** What the backend found wrong, as the items it names. */
export function refusedSettings(items: readonly string[]): SettingErrors {
  return {
    language: items.includes("language"),
    time_zone: items.includes("time_zone"),
    hours: items.includes("wake_times") ? { weekdays: "unfit" } : {},
  };
}

/** Settings that are stored, as a form shows them. */
export function shownSettings(stored: StoredSettings): Settings {
  const { language, time_zone, wake_times } = stored;
  return { language, time_zone, hours: entriesOf(wake_times), isChosen: true };
}
