import type { HoursMessages, JoinMessages } from "@/i18n/join-messages";
import type { Messages } from "@/i18n/messages";
import type { PortalMessages } from "@/i18n/portal-messages";
import english from "@/i18n/words/en.json";

/** One language of the page, as `make languages` writes it. */
export interface Language {
  code: string;
  /** Its name in the language itself, as a person looks for it. */
  name: string;
  direction: "ltr" | "rtl";
  page: Messages & OwnPages;
}

/** The texts of the pages that are not for answering: they need no script, and no island has them. */
export interface OwnPages {
  join: JoinMessages;
  hours: HoursMessages;
  portal: PortalMessages;
}

type Languages = ReadonlyMap<string, Language>;

// English is the fallback, so it must have every text: one that is missing does not compile.
const inEnglish: Messages & OwnPages = english.page;

const languages = languagesOf(
  import.meta.glob<Language>("./words/*.json", { eager: true, import: "default" }),
);

/** The languages in a folder of words, by code; what the files are called does not matter. */
export function languagesOf(files: Record<string, Language>): Languages {
  return new Map(Object.values(files).map((file) => [file.code, file]));
}

/** The page's own texts in the language, in English where we have no translation. */
export function messagesIn(language: string, known: Languages = languages): Messages {
  const { join: _join, hours: _hours, portal: _portal, ...messages } = allTexts(language, known);
  return messages;
}

/** The texts of the pages beside the questionnaire, in English where we have no translation. */
export function ownPagesIn(language: string): OwnPages {
  const { join, hours, portal } = allTexts(language, languages);
  return { join, hours, portal };
}

function allTexts(language: string, known: Languages): Messages & OwnPages {
  return known.get(language)?.page ?? inEnglish;
}

/** The codes of all languages. */
export function allLanguages(): string[] {
  return [...languages.keys()];
}

/** Which way the language is written. */
export function directionOf(language: string): Language["direction"] {
  return languages.get(language)?.direction ?? "ltr";
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
    const base = tag.split("-")[0]?.toLowerCase() ?? "";
    return { language: languages.has(tag) ? tag : base, weight: Number(quality.slice(2)) };
  });
  wanted.sort((a, b) => b.weight - a.weight);
  return wanted.find(({ language }) => languages.has(language))?.language ?? "en";
}

/** The language's name in that language. */
export function languageName(language: string): string {
  return languages.get(language)?.name ?? language;
}
