import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { charactersLeft } from "@/features/questionnaire/answering/words";
import { type ItemProps, describedBy, partIds } from "@/features/questionnaire/items/item-props";
import { count } from "@/i18n/sentence";

/** A field for words; near the limit it says how many characters are left. */
export function TextAnswer(props: ItemProps<"text">) {
  const { item, draft, isInvalid, messages, language, onChange } = props;
  const typed = typeof draft === "string" ? draft : "";
  const left = charactersLeft(item, typed);
  const field = {
    id: partIds(item.name).control,
    name: item.name,
    value: typed,
    "aria-invalid": isInvalid,
    "aria-describedby": describedBy(item, isInvalid),
    onChange: (event: { target: { value: string } }) => {
      onChange(event.target.value);
    },
  };
  return (
    <div className="flex flex-col gap-2">
      {item.multiline ? (
        <Textarea className="min-h-28! text-lg!" {...field} />
      ) : (
        <Input className="h-12! text-lg!" {...field} />
      )}
      <p className="text-end text-sm text-muted-foreground empty:hidden" role="status">
        {left >= 0 && left <= nearLimit(item.max_length)
          ? count(messages.charactersLeft, left, language)
          : ""}
      </p>
    </div>
  );
}

function nearLimit(maxLength: number): number {
  return Math.max(10, Math.round(maxLength / 10));
}
