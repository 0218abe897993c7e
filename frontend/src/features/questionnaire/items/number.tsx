import { Input } from "@/components/ui/input";
import { type ItemProps, describedBy, partIds } from "@/features/questionnaire/items/item-props";
import type { LocalItemOf } from "@/features/questionnaire/local-questionnaire";
import { RichText } from "@/features/rich-text/rich-text";

/** A field for a number, with its unit. */
export function NumberAnswer({ item, draft, isInvalid, fill, onChange }: ItemProps<"number">) {
  return (
    <div className="flex items-center gap-3">
      <Input
        id={partIds(item.name).control}
        name={item.name}
        className="h-12! max-w-40 text-lg!"
        inputMode={keyboard(item)}
        autoComplete="off"
        maxLength={24}
        value={typeof draft === "string" ? draft : ""}
        aria-invalid={isInvalid}
        aria-describedby={describedBy(item, isInvalid)}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {item.unit !== null && (
        <span className="text-muted-foreground">
          <RichText text={item.unit} fill={fill} />
        </span>
      )}
    </div>
  );
}

/** The keyboard to offer: phones' number pads have no minus sign. */
function keyboard(item: LocalItemOf<"number">): "text" | "decimal" | "numeric" {
  if ((item.min ?? -1) < 0) return "text";
  return item.decimals > 0 ? "decimal" : "numeric";
}
