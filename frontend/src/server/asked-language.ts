import { acceptedLanguage, chooseLanguage } from "@/i18n/languages";

/** The language of a page for somebody we do not know: asked for by the address, or the browser. */
export function askedLanguage(request: Request, offered: readonly string[]): string {
  const asked = new URL(request.url).searchParams.get("lang");
  return chooseLanguage(asked, acceptedLanguage(request.headers.get("Accept-Language")), offered);
}
