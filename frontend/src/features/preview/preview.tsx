import { useCallback, useEffect, useRef, useState } from "react";

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
  const latest = useRef<Shown | null>(null);
  const show = useCallback((previewed: Previewed) => {
    latest.current = { ...previewed, id: (latest.current?.id ?? 0) + 1 };
    setShown(latest.current);
  }, []);
  useEffect(() => {
    const receive = ({ origin, source, data }: MessageEvent<unknown>) => {
      const isFromAdmin = origin === adminOrigin && source === parent && parent !== window;
      const message = isFromAdmin ? readMessage(data) : null;
      if (message !== null) show(previewedIn(message, latest.current, SETTING));
    };
    addEventListener("message", receive);
    if (parent !== window) parent.postMessage(READY, adminOrigin);
    return () => {
      removeEventListener("message", receive);
    };
  }, [adminOrigin, show]);
  const restart = () => {
    if (shown !== null) show(previewedIn(shown.message, null, SETTING));
  };
  return { shown, restart };
}

const SETTING = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  reload: () => {
    location.reload();
  },
};
