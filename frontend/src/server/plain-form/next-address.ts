import { partIds } from "@/features/questionnaire/items/item-props";
import type { Step } from "@/server/plain-form/reply";

/** The address of a step of the questionnaire at this one, in the language it is read in. */
export function whereTo({ pathname, searchParams }: URL, { page, item }: Step): string {
  const query = new URLSearchParams();
  const language = searchParams.get("lang");
  if (language !== null) query.set("lang", language);
  if (typeof page === "string") query.set("page", page);
  const asked = query.size > 0 ? `?${query.toString()}` : "";
  return pathname + asked + (item === undefined ? "" : `#${partIds(item).control}`);
}
