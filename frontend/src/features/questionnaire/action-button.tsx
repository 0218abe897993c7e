import { type Direction, FIELDS } from "@/features/questionnaire/plain/form-names";
import { PushButton } from "@/features/questionnaire/push-button";
import type { Sending } from "@/features/questionnaire/session";

interface ActionButtonProps {
  /** What pressing the button of a form says. */
  to?: Direction;
  sending: Sending;
  labels: { idle: string; waiting: string; failed: string };
  /** Without it the button submits its form. */
  onPress?: () => void;
}

/** The one thing to do on a page; says whether it is under way. */
export function ActionButton({ to, sending, labels, onPress }: ActionButtonProps) {
  const isWaiting = sending.state === "waiting";
  return (
    <>
      <PushButton
        type={onPress ? "button" : "submit"}
        name={to && FIELDS.to}
        value={to}
        className="min-h-14 w-full text-lg! font-semibold! active:scale-[0.99]"
        aria-disabled={isWaiting}
        onClick={(event) => {
          // The second tap of a double tap was not meant for the page that came in between.
          if (event.detail > 1) event.preventDefault();
          else onPress?.();
        }}
      >
        {labels[sending.state]}
      </PushButton>
      <p className="sr-only" role="status">
        {isWaiting ? labels.waiting : ""}
      </p>
    </>
  );
}
