import type { Portal } from "@/api/schema-types";
import type { StoredSettings } from "@/features/settings/chosen-settings";
import type { LeaveLevel } from "@/i18n/portal-messages";
import { type Answered, askBackend } from "@/server/ask-backend";

/** Has links sent to an address; the answer is the same whatever the address. */
export function askForLink(email: string, headers: Headers): Promise<Answered<unknown>> {
  return askBackend({ path: "me/link", headers, body: { email } });
}

/** One participant's own page, as their token sees it. */
export function portalOf(token: string, headers: Headers) {
  const post = <T>(act: string, body: unknown): Promise<Answered<T>> =>
    askBackend({ path: `me/${act}`, headers, token, body });
  return {
    read: (): Promise<Answered<Portal>> => askBackend({ path: "me", headers, token }),
    renew: () => post<unknown>("renew", {}),
    saveSettings: (settings: Partial<StoredSettings>) => post<Portal>("settings", settings),
    pause: (until: string | null) => post<Portal>("pause", { until }),
    resume: () => post<Portal>("resume", {}),
    wantMail: (wanted: boolean) => post<Portal>("mail", { wanted }),
    leave: (level: LeaveLevel) => post<{ level: LeaveLevel }>("withdraw", { level }),
  };
}
