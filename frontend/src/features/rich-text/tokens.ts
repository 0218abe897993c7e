/**
 * The parts of a text, as `app/esmpress/questionnaires/rich_texts/tokens.py` makes them.
 * Texts are parsed on the server only; one without markup comes as a string.
 */
export type RichTextValue = string | readonly Block[];

export type Block =
  | { kind: "paragraph"; content: readonly Inline[] }
  | { kind: "heading"; level: 2 | 3; content: readonly Inline[] }
  | List;

export type List =
  | { kind: "bullet_list"; items: readonly ListItem[] }
  | { kind: "numbered_list"; items: readonly (ListItem & { number: number })[] };

export interface ListItem {
  content: readonly Inline[];
  lists: readonly List[];
  number?: number;
}

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | Placeholder
  | { kind: "strong" | "emphasis"; content: readonly Inline[] }
  | { kind: "link"; content: readonly Inline[]; address: string };

/** Where a value is put: the expression as it was written, and as a tree to evaluate. */
export interface Placeholder {
  kind: "placeholder";
  source: string;
  tree: unknown;
}

/** The value of a placeholder; it is shown as it is and never read as markup. */
export type Fill = (placeholder: Placeholder) => string;
