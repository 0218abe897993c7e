/** For tests: what a browser posts of a form as React draws it, with nothing more put in. */
export function fieldsIn(html: string): FormData {
  const form = new FormData();
  const controls = /<input ([^>]*)>|<textarea ([^>]*)>([^<]*)<|<select ([^>]*)>(.*?)<\/select>/gs;
  for (const [, input, area, words = "", select, options = ""] of html.matchAll(controls)) {
    const chosen = /<option ([^>]*selected=""[^>]*)>/.exec(options)?.[1] ?? "";
    if (input !== undefined && isPosted(input)) append(form, input, attribute(input, "value"));
    if (area !== undefined) append(form, area, unescaped(words));
    if (select !== undefined) append(form, select, attribute(chosen, "value"));
  }
  return form;
}

function isPosted(input: string): boolean {
  const isBox = /type="(radio|checkbox)"/.test(input);
  return !isBox || input.includes('checked=""');
}

function append(form: FormData, attributes: string, value: string | undefined) {
  const name = attribute(attributes, "name");
  if (name !== undefined) form.append(name, value ?? (attributes.includes("checkbox") ? "on" : ""));
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? undefined : unescaped(value);
}

function unescaped(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
