import { describedBy, partIds } from "@/features/questionnaire/items/item-props";
import { UNSENT } from "@/features/questionnaire/items/photo-stage";
import { ClearBox } from "@/features/questionnaire/plain/clear-box";
import type { FallbackProps } from "@/features/questionnaire/plain/instead-of-script";
import { count } from "@/i18n/sentence";

/** A file to send as it is; without script nothing makes it smaller. */
export function PhotoField({ item, draft, isInvalid, ...props }: FallbackProps<"photo">) {
  const { messages, language } = props;
  const words = messages.controls.photo;
  const isSent = draft !== undefined && draft !== UNSENT;
  return (
    <div className="flex flex-col gap-3">
      {isSent && <p className="font-medium">{words.sent}</p>}
      {/* Phones make a JPEG of a picture of another kind where only these are taken. */}
      <input
        type="file"
        id={partIds(item.name).control}
        name={item.name}
        accept="image/jpeg,image/png,image/webp"
        className="plain-file"
        aria-invalid={isInvalid}
        aria-describedby={describedBy(item, isInvalid)}
      />
      <p className="hint">
        {count(messages.plain.photoSize, item.max_megabytes, language)} {words.hidden}
      </p>
      {isSent && <ClearBox item={item.name} label={words.remove} />}
    </div>
  );
}
