import type { Failure, ParticipantClient } from "@/api/client";
import type { ItemProblem } from "@/api/schema-types";
import { checkAnswers, type Draft } from "@/features/questionnaire/answer-check";
import type { LocalItem } from "@/features/questionnaire/local-questionnaire";
import { advance, type Session, type SessionEvent } from "@/features/questionnaire/session";

interface Setting {
  client: Pick<ParticipantClient, "openPrompt" | "startPrompt" | "submitResponse">;
  items: readonly LocalItem[];
  language: string;
  session: Session;
  /** Loads the page anew, when only the server can say what to show. */
  reload: () => void;
}

/** A session that talks to the server: one request at a time, `start` at the first change. */
export class SessionStore {
  readonly #setting: Setting;
  readonly #listeners = new Set<() => void>();
  #session: Session;
  #started = false;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#session = setting.session;
  }

  readonly session = (): Session => this.#session;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens the prompt; does nothing while an earlier attempt is under way. */
  async open(): Promise<void> {
    if (this.#session.state !== "ready" || this.#session.sending.state === "waiting") return;
    this.#tell({ type: "waiting" });
    const opened = await this.#setting.client.openPrompt();
    if (opened.outcome !== "done") this.#tellFailure(opened);
    else if (opened.value.state !== "open") this.#setting.reload();
    else this.#tell({ type: "opened", finishUntil: opened.value.finish_until });
  }

  /** Keeps what the person put in; undefined takes the answer away. */
  change(item: string, draft: Draft | undefined): void {
    this.#tell({ type: "changed", item, draft });
    if (this.#started) return;
    this.#started = true;
    void this.#setting.client.startPrompt();
  }

  /** Checks and sends the answers; does nothing while they are on their way. */
  async submit(): Promise<void> {
    if (this.#session.state !== "answering" || this.#session.sending.state === "waiting") return;
    const { client, items, language } = this.#setting;
    const { answers, errors } = checkAnswers(items, this.#session.drafts);
    if (Object.keys(errors).length > 0) {
      this.#tell({ type: "refused", errors });
      return;
    }
    this.#tell({ type: "waiting" });
    const sent = await client.submitResponse({ answers, language });
    if (sent.outcome === "done") this.#tell({ type: "answered", receipt: sent.value });
    else this.#tellFailure(sent);
  }

  #tellFailure(failure: Failure): void {
    if (failure.outcome === "already_answered") this.#setting.reload();
    else if (failure.outcome === "invalid") this.#tell(this.#refusal(failure.errors));
    else this.#tell(eventOf(failure.outcome));
  }

  #refusal(refused: readonly ItemProblem[]): SessionEvent {
    const shown = refused.filter(({ item }) =>
      this.#setting.items.some(({ name }) => name === item),
    );
    if (shown.length === 0) return { type: "failed", why: "server" };
    return {
      type: "refused",
      errors: Object.fromEntries(shown.map(({ item, code }) => [item, code])),
    };
  }

  #tell(event: SessionEvent): void {
    this.#session = advance(this.#session, event);
    for (const listener of this.#listeners) listener();
  }
}

function eventOf(outcome: "unknown_link" | "closed" | "server" | "network"): SessionEvent {
  return outcome === "server" || outcome === "network"
    ? { type: "failed", why: outcome }
    : { type: outcome };
}
