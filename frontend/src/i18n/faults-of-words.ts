/** A text, or the forms of one by number. */
type Sentence = string | Forms;
type Forms = Record<string, string> & { other: string };

const CATEGORIES: ReadonlySet<string> = new Set(["zero", "one", "two", "few", "many", "other"]);
const NUMBERS = Array.from({ length: 1000 }, (_, n) => n);

/** What is wrong with a language's words beside the English ones; each fault names its text. */
export function faultsOfWords(page: object, english: object, code: string): string[] {
  const [own, wanted] = [sentencesOf(page), sentencesOf(english)];
  const names = new Set([...own.keys(), ...wanted.keys()]);
  return [...names].flatMap((name) => {
    const [sentence, original] = [own.get(name), wanted.get(name)];
    if (sentence === undefined) return [`${name}: is missing`];
    if (original === undefined) return [`${name}: is not in English`];
    return faultsOf(sentence, original, code).map((fault) => `${name}: ${fault}`);
  });
}

function sentencesOf(page: object, place = ""): Map<string, Sentence> {
  const entries = Object.entries(page) as [string, Sentence][];
  return new Map(
    entries.flatMap(([key, value]) =>
      typeof value === "string" || isPlural(value)
        ? [[place + key, value]]
        : [...sentencesOf(value, `${place}${key}.`)],
    ),
  );
}

function isPlural(value: Record<string, unknown>): value is Forms {
  return "other" in value && Object.keys(value).every((key) => CATEGORIES.has(key));
}

function faultsOf(sentence: Sentence, original: Sentence, code: string): string[] {
  if (typeof sentence === "string" && typeof original === "string") {
    return textFaults(sentence, placesIn(original));
  }
  if (typeof sentence === "string" || typeof original === "string") {
    return ["is in one language a text, in the other its forms by number"];
  }
  const { pluralCategories } = new Intl.PluralRules(code).resolvedOptions();
  const forms = Object.keys(sentence).sort().join(", ");
  const needed = [...pluralCategories].sort().join(", ");
  if (forms !== needed) return [`has the forms ${forms}, and needs ${needed}`];
  const wanted = placesIn(original.other);
  return Object.entries(sentence).flatMap(([form, text]) =>
    textFaults(text, wanted, isOneNumber(form, code)).map((fault) => `${form}: ${fault}`),
  );
}

/** Where a form stands for a single number, that number can be a word in it. */
function textFaults(text: string, wanted: readonly string[], canSpell = false): string[] {
  const places = placesIn(text);
  const lost = wanted.filter((place) => !places.includes(place) && !(canSpell && place === "{n}"));
  return [
    ...(text.trim() === "" ? ["is empty"] : []),
    ...lost.map((place) => `lacks ${place}`),
    ...places.filter((place) => !wanted.includes(place)).map((place) => `has a strange ${place}`),
  ];
}

function placesIn(text: string): string[] {
  return text.match(/\{\w*\}/g) ?? [];
}

function isOneNumber(form: string, code: string): boolean {
  const rules = new Intl.PluralRules(code);
  return NUMBERS.filter((n) => rules.select(n) === form).length === 1;
}
