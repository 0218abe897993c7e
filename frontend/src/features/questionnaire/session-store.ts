import type { Failure, ParticipantClient } from "@/api/client";
import type { ItemProblem, PromptPage } from "@/api/schema-types";
import { checkAnswers, type Draft } from "@/features/questionnaire/answer-check";
import type { LocalItem } from "@/features/questionnaire/local-questionnaire";
import { advance, type Session, type SessionEvent } from "@/features/questionnaire/session";
import { deadlineOnPhone } from "@/features/questionnaire/time-left";

const START_ATTEMPTS = 2;

interface Setting {
  client: Pick<ParticipantClient, "openPrompt" | "startPrompt" | "submitResponse">;
  items: readonly LocalItem[];
  /** The number of the questionnaire's version that the page shows. */
  version: number;
  language: string;
  session: Session;
  /** The phone's clock, in milliseconds. */
  now: () => number;
  /** Loads the page anew, when only the server can say what to show. */
  reload: () => void;
}

/** A session that talks to the server: one request at a time, `start` beside the first change. */
export class SessionStore {
  readonly #setting: Setting;
  readonly #listeners = new Set<() => void>();
  #session: Session;
  #startsLeft = START_ATTEMPTS;
  #isStarting = false;

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
    const { client, version } = this.#setting;
    const opened = await client.openPrompt({ questionnaire_version: version });
    if (opened.outcome === "done") this.#showOpened(opened.value);
    else if (opened.outcome === "closed" || opened.outcome === "other_version") this.reload();
    else this.#tellFailure(opened);
  }

  /** Loads the page anew, with what is there now. */
  readonly reload = (): void => {
    this.#setting.reload();
  };

  /** Keeps what the person put in; undefined takes the answer away. */
  change(item: string, draft: Draft | undefined): void {
    this.#tell({ type: "changed", item, draft });
    if (this.#startsLeft > 0 && !this.#isStarting) void this.#start();
  }

  /** Checks and sends the answers; does nothing while they are on their way. */
  async submit(): Promise<void> {
    if (this.#session.state !== "answering" || this.#session.sending.state === "waiting") return;
    const { client, items, language, version } = this.#setting;
    const { answers, errors } = checkAnswers(items, this.#session.drafts);
    if (Object.keys(errors).length > 0) {
      this.#tell({ type: "refused", errors });
      return;
    }
    this.#tell({ type: "waiting" });
    const submission = { answers, language, questionnaire_version: version };
    const sent = await client.submitResponse(submission);
    if (sent.outcome === "done") this.#tell({ type: "answered", receipt: sent.value });
    else this.#tellFailure(sent);
  }

  #showOpened(page: PromptPage): void {
    const { version, now } = this.#setting;
    // Opened elsewhere first, it has the items that were shown there, and only the server has them.
    if (page.state !== "open" || page.questionnaire.version !== version) {
      this.reload();
      return;
    }
    const deadline = deadlineOnPhone(page, now());
    this.#tell({ type: "opened", finishUntil: page.finish_until, deadline });
  }

  /** Notes the first answer; a failure costs no answer, only its instant in the data. */
  async #start(): Promise<void> {
    this.#isStarting = true;
    this.#startsLeft -= 1;
    const started = await this.#setting.client.startPrompt();
    if (started.outcome === "done") this.#startsLeft = 0;
    this.#isStarting = false;
  }

  #tellFailure(failure: Failure): void {
    if (failure.outcome === "already_answered") this.reload();
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

function eventOf(
  outcome: Exclude<Failure["outcome"], "already_answered" | "invalid">,
): SessionEvent {
  switch (outcome) {
    case "closed":
      return { type: "ended", as: "too_late" };
    case "other_version":
    case "unknown_link":
      return { type: "ended", as: outcome };
    case "network":
      return { type: "failed", why: "network" };
    case "not_opened":
    case "not_yet":
    case "server":
      return { type: "failed", why: "server" };
  }
}
