const SLUG = /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/i;

/** Whether the text has the form of a study's name in addresses. */
export function isSlug(text: string): boolean {
  return text.length <= 100 && SLUG.test(text);
}

/** Where people join the study. */
export function joinPath(slug: string, language: string): string {
  return `/join/${slug}?lang=${language}`;
}
