import { Input } from "@/components/ui/input";
import { type ItemProps, describedBy, partIds } from "@/features/questionnaire/items/item-props";

/** A day, chosen with what the phone has for it. */
export function DateAnswer({ item, draft, isInvalid, onChange }: ItemProps<"date">) {
  return (
    <Input
      type="date"
      id={partIds(item.name).control}
      name={item.name}
      className="moment h-12! max-w-56 text-lg!"
      min={item.earliest ?? undefined}
      max={item.latest ?? "9999-12-31"}
      value={typeof draft === "string" ? draft : ""}
      aria-invalid={isInvalid}
      aria-describedby={describedBy(item, isInvalid)}
      onChange={(event) => {
        onChange(event.target.value || undefined);
      }}
    />
  );
}
