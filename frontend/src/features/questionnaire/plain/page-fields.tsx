import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import { FIELDS } from "@/features/questionnaire/plain/form-names";

interface PageFieldsProps {
  version: number;
  /** The step that is shown. */
  page: string | null;
  items: readonly AskedItem[];
  asked: readonly string[];
}

/** What a posted form says of the page it comes from. */
export function PageFields({ version, page, items, asked }: PageFieldsProps) {
  return (
    <>
      <input type="hidden" name={FIELDS.version} value={version} />
      <input type="hidden" name={FIELDS.page} value={page ?? ""} />
      {items.map(({ name }) => (
        <input key={name} type="hidden" name={FIELDS.shown} value={name} />
      ))}
      {asked.map((name) => (
        <input key={name} type="hidden" name={FIELDS.asked} value={name} />
      ))}
      <noscript>
        {import.meta.env.SSR && <input type="hidden" name={FIELDS.plain} value="1" />}
      </noscript>
    </>
  );
}
