import { Input } from "@/components/ui/input";
import { type AnswerProps, describedBy, partIds } from "@/features/questionnaire/item-parts";
import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";

/** A field for a number, with its unit. */
export function NumberAnswer({ item, draft, isInvalid, onChange }: AnswerProps<"number">) {
  return (
    <div className="flex items-center gap-3">
      <Input
        id={partIds(item.name).control}
        name={item.name}
        className="h-12 max-w-40 text-lg md:text-lg"
        inputMode={keyboard(item)}
        autoComplete="off"
        maxLength={24}
        value={draft ?? ""}
        aria-invalid={isInvalid}
        aria-describedby={describedBy(item, isInvalid)}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {item.unit !== null && <span className="text-muted-foreground">{item.unit}</span>}
    </div>
  );
}

/** The keyboard to offer: phones' number pads have no minus sign. */
function keyboard(item: LocalItemOf<"number">): "text" | "decimal" | "numeric" {
  if ((item.min ?? -1) < 0) return "text";
  return item.decimals > 0 ? "decimal" : "numeric";
}
