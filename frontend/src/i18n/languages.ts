import { en } from "@/i18n/en";
import type { Messages } from "@/i18n/messages";
import { pl } from "@/i18n/pl";

const translations: Readonly<Record<string, Messages>> = { en, pl };

/** The page's own texts in the language, in English where we have no translation. */
export function messagesIn(language: string): Messages {
  return translations[language] ?? en;
}

/** The language asked for when the study offers it, otherwise the participant's own. */
export function chooseLanguage(
  asked: string | null,
  participant: string,
  offered: readonly string[],
): string {
  if (asked !== null && offered.includes(asked)) return asked;
  return offered.includes(participant) ? participant : (offered[0] ?? participant);
}

/** The first language of an Accept-Language header that we have; English when there is none. */
export function acceptedLanguage(header: string | null): string {
  const wanted = (header ?? "").split(",").map((entry) => {
    const [tag = "", quality = "q=1"] = entry.trim().split(";");
    return { language: tag.split("-")[0]?.toLowerCase() ?? "", weight: Number(quality.slice(2)) };
  });
  wanted.sort((a, b) => b.weight - a.weight);
  return wanted.find(({ language }) => Object.hasOwn(translations, language))?.language ?? "en";
}

/** The language's name in that language, as a person looks for it. */
export function languageName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

import deOwn from "@/i18n/own/de.json";
import enOwn from "@/i18n/own/en.json";
import plOwn from "@/i18n/own/pl.json";
import type { HoursMessages, JoinMessages } from "@/i18n/join-messages";
import type { PortalMessages } from "@/i18n/portal-messages";

export interface OwnPages {
  join: JoinMessages;
  hours: HoursMessages;
  portal: PortalMessages;
}
const own: Readonly<Record<string, OwnPages>> = { en: enOwn, pl: plOwn, de: deOwn };
export function ownPagesIn(language: string): OwnPages {
  return own[language] ?? enOwn;
}
export function allLanguages(): string[] {
  return Object.keys(own);
}
