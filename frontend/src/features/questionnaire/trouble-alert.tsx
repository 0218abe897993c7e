import { Alert, AlertDescription } from "@/components/ui/alert";
import type { Sending } from "@/features/questionnaire/session";

interface TroubleAlertProps {
  sending: Sending;
  sentences: { network: string; server: string };
}

/** Says that a request came to nothing, and that nothing is lost. */
export function TroubleAlert({ sending, sentences }: TroubleAlertProps) {
  if (sending.state !== "failed") return null;
  return (
    <Alert variant="destructive">
      <AlertDescription className="text-base!">{sentences[sending.why]}</AlertDescription>
    </Alert>
  );
}
