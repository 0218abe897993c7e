import { useEffect, useState } from "react";

import { PreviewedQuestionnaire } from "@/features/preview/previewed-questionnaire";
import { READY, readMessage } from "@/features/preview/preview-message";
import { type Previewed, previewedIn } from "@/features/preview/previewed";

interface PreviewProps {
  /** The one place whose pages may have a questionnaire shown. */
  adminOrigin: string;
}

/** Shows the questionnaire that the page around it posts, as participants will see it. */
export function Preview({ adminOrigin }: PreviewProps) {
  const { shown, restart } = usePreviewed(adminOrigin);
  if (shown === null) {
    return (
      <p role="status" className="text-muted-foreground">
        The preview appears here once the questionnaire arrives.
      </p>
    );
  }
  return <PreviewedQuestionnaire key={shown.id} previewed={shown} onRestart={restart} />;
}

type Shown = Previewed & { id: number };

function usePreviewed(adminOrigin: string) {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    const receive = ({ origin, source, data }: MessageEvent<unknown>) => {
      const isFromAdmin = origin === adminOrigin && source === parent && parent !== window;
      const message = isFromAdmin ? readMessage(data) : null;
      if (message === null) return;
      setShown((before) => ({
        ...previewedIn(message, before, SETTING),
        id: (before?.id ?? 0) + 1,
      }));
    };
    addEventListener("message", receive);
    if (parent !== window) parent.postMessage(READY, adminOrigin);
    return () => {
      removeEventListener("message", receive);
    };
  }, [adminOrigin]);
  const restart = () => {
    setShown(
      (before) => before && { ...previewedIn(before.message, null, SETTING), id: before.id + 1 },
    );
  };
  return { shown, restart };
}

const SETTING = {
  now: () => Date.now(),
  reload: () => {
    location.reload();
  },
};
