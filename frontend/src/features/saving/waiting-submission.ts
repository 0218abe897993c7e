import type { Submission } from "@/api/schema-types";
import type { Session } from "@/features/questionnaire/session";
import type { SessionStore } from "@/features/questionnaire/session-store";
import { backoff } from "@/features/saving/backoff";
import type { KeptPrompt, Outgoing } from "@/features/saving/outbox";

interface Setting {
  store: Pick<SessionStore, "takeUp" | "resend">;
  token: string;
  /** How long after the opening nothing is taken any more. */
  endsAt: number;
  /** Writes everything down on the phone; whether that could be done. */
  write: () => Promise<boolean>;
  /** Takes the submission off the phone again. */
  release: () => void;
}

/** The answers that were sent, on the phone until the server has taken or refused them. */
export class WaitingSubmission {
  readonly #setting: Setting;
  #outgoing: Outgoing | null = null;
  #attempts = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  get outgoing(): Outgoing | null {
    return this.#outgoing;
  }

  /** Keeps the submission; whether it can wait here. */
  async hold(submission: Submission): Promise<boolean> {
    const { token, endsAt, write } = this.#setting;
    // Sent too late, it would wait for nothing.
    if ((submission.submitted_ms ?? 0) > endsAt) return false;
    this.#outgoing = { what: "response", body: JSON.stringify(submission), token };
    return write();
  }

  /** Goes on with what an earlier page or another tab has left. */
  takeUp(kept: KeptPrompt | undefined): void {
    const outgoing = kept?.outgoing;
    if (outgoing?.what !== "response" || this.#outgoing !== null) return;
    this.#outgoing = outgoing;
    void this.#setting.store.takeUp(JSON.parse(outgoing.body) as Submission);
  }

  /** Tries again in a while, or gives the answers back where they were refused. */
  follow(session: Session): void {
    const isUnderWay = "sending" in session && session.sending.state === "waiting";
    if (this.#outgoing === null || isUnderWay) return;
    if (session.state === "answering") {
      this.#outgoing = null;
      this.#setting.release();
    } else if (session.state === "kept") {
      clearTimeout(this.#retry);
      this.#attempts += 1;
      this.#retry = setTimeout(this.resend, backoff(this.#attempts));
    }
  }

  readonly resend = (): void => {
    void this.#setting.store.resend();
  };

  stop(): void {
    clearTimeout(this.#retry);
  }
}
