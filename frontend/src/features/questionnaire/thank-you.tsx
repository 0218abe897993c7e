import { Notice } from "@/features/questionnaire/notice";
import type { Messages } from "@/i18n/messages";
import { fill } from "@/i18n/sentence";

interface ThankYouProps {
  messages: Messages["thanks"];
  receipt: string;
  time: string;
}

/** The end: the answers are saved, and under which receipt. */
export function ThankYou({ messages, receipt, time }: ThankYouProps) {
  return (
    <>
      <svg
        viewBox="0 0 48 48"
        className="mx-auto mb-6 size-16 text-primary"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <circle cx="24" cy="24" r="21" className="fill-accent" stroke="none" />
        <path d="m15 25 6 6 12-14" />
      </svg>
      <Notice title={messages.title} detail={fill(messages.saved, { time })}>
        <p>{messages.close}</p>
        <p className="border-t pt-3 text-sm text-muted-foreground">
          {messages.receipt}: <span className="font-mono break-all text-foreground">{receipt}</span>
        </p>
      </Notice>
    </>
  );
}
