import { useSyncExternalStore } from "react";

import { timeLeft, type TimeLeft } from "@/features/questionnaire/time-left";
import type { Messages } from "@/i18n/messages";
import { fill } from "@/i18n/sentence";

interface TimeNoticeProps {
  /** The end of the time to finish, in milliseconds on the phone's clock. */
  deadline: number;
  finishUntil: string;
  sentences: Messages["timeLeft"];
}

/** Warns, seen and heard, as the time to finish runs out. */
export function TimeNotice({ deadline, finishUntil, sentences }: TimeNoticeProps) {
  const left = useTimeLeft(deadline);
  return (
    <p role="status" className="time-notice">
      {left === "plenty" ? "" : fill(sentences[left], { time: finishUntil })}
    </p>
  );
}

function useTimeLeft(deadline: number): TimeLeft {
  return useSyncExternalStore(
    everySecond,
    () => timeLeft(deadline, Date.now()),
    () => "plenty",
  );
}

function everySecond(look: () => void): () => void {
  const timer = setInterval(look, 1000);
  return () => {
    clearInterval(timer);
  };
}
