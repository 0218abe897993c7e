import type { Sync } from "@/features/saving/sync";
import type { Messages } from "@/i18n/messages";

interface SaveIndicatorProps {
  sync: Sync;
  words: Messages["saving"];
}

/** Where the answers are; it changes only with the network, so that nobody hears it often. */
export function SaveIndicator({ sync, words }: SaveIndicatorProps) {
  return (
    <p role="status" className="save-indicator">
      {sync !== null && wordOf(sync, words)}
    </p>
  );
}

function wordOf(sync: NonNullable<Sync>, { saved, waiting, unsaved }: Messages["saving"]): string {
  if (sync.state === "saved") return saved;
  return sync.isOnPhone ? waiting : unsaved;
}
