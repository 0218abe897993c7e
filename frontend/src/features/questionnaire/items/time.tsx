import { Input } from "@/components/ui/input";
import { type ItemProps, describedBy, partIds } from "@/features/questionnaire/items/item-props";

/** A time of day, chosen with what the phone has for it; not every phone keeps to the steps. */
export function TimeAnswer({ item, draft, isInvalid, onChange }: ItemProps<"time">) {
  return (
    <Input
      type="time"
      id={partIds(item.name).control}
      name={item.name}
      className="moment h-12! max-w-40 text-lg!"
      step={item.step_minutes * 60}
      value={typeof draft === "string" ? draft : ""}
      aria-invalid={isInvalid}
      aria-describedby={describedBy(item, isInvalid)}
      onChange={(event) => {
        onChange(event.target.value.slice(0, "HH:MM".length) || undefined);
      }}
    />
  );
}
