import { partIds } from "@/features/questionnaire/items/item-props";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import { plainText } from "@/features/rich-text/plain-text";
import type { Fill } from "@/features/rich-text/tokens";

interface ItemLinksProps {
  items: readonly AskedItem[];
  fill: Fill;
}

/** Leads to the control of each item. */
export function ItemLinks({ items, fill }: ItemLinksProps) {
  return (
    <ul className="w-full">
      {items.map((item) => (
        <li key={item.name}>
          <a
            href={`#${partIds(item.name).control}`}
            className="flex min-h-11 items-center underline underline-offset-4"
            onClick={(event) => {
              event.preventDefault();
              focusAnswer(item.name);
            }}
          >
            <span className="line-clamp-3">{plainText(item.text, fill)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function focusAnswer(item: string) {
  const control = document.getElementById(partIds(item).control);
  control?.focus({ preventScroll: true });
  control?.closest("[data-slot=card]")?.scrollIntoView({ block: "start" });
}
