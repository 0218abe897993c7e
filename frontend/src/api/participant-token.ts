const TOKEN = /^[A-Za-z0-9_-]{20,64}$/;

/** Whether the text has the form of a participant's token; says nothing about its being valid. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** The token in the path of a prompt's or an event's page, empty when there is none. */
export function tokenInPath(path: string): string {
  const token = /^\/[se]\/([^/]+)\/?$/.exec(path)?.[1] ?? "";
  return isToken(token) ? token : "";
}
