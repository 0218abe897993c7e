import type { Failure, ParticipantClient } from "@/api/client";
import type { PromptPage } from "@/api/schema-types";
import { checkAnswers, type ItemErrors } from "@/features/questionnaire/answer-check";
import type { Draft } from "@/features/questionnaire/draft";
import type { SentPhoto } from "@/features/questionnaire/items/item-props";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { firstRefused, type Place, placeIn, skippedAt } from "@/features/questionnaire/place";
import {
  advance,
  type Answering,
  type Session,
  type SessionEvent,
} from "@/features/questionnaire/session";
import { deadlineOnPhone } from "@/features/questionnaire/time-left";

const START_ATTEMPTS = 2;

interface Setting {
  client: Pick<ParticipantClient, "openPrompt" | "startPrompt" | "submitResponse" | "sendPhoto">;
  questionnaire: LocalQuestionnaire;
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

  /** Checks the page and goes on to the next; from the last, sends the answers. */
  async proceed(): Promise<void> {
    const session = this.#session;
    if (session.state !== "answering" || session.sending.state === "waiting") return;
    const place = this.#place(session);
    const { errors } = checkAnswers(place.items, session.drafts);
    const skipped = skippedAt(place, session);
    if (Object.keys(errors).length > 0) {
      this.#tell({ type: "refused", errors, page: place.page });
    } else if (skipped.length > 0) {
      this.#tell({ type: "skipped", items: skipped });
    } else if (place.next !== null) {
      this.#tell({ type: "turned", page: place.next });
    } else {
      await this.#send(place, session);
    }
  }

  /** Goes back a page; all answers stay. */
  back(): void {
    const session = this.#session;
    if (session.state !== "answering" || session.sending.state === "waiting") return;
    const { previous } = this.#place(session);
    if (previous !== null) this.#tell({ type: "turned", page: previous });
  }

  /** Sends a photo for the item, ahead of the answers. */
  readonly sendPhoto = async (item: string, photo: Blob): Promise<SentPhoto> => {
    const sent = await this.#setting.client.sendPhoto(item, photo);
    if (sent.outcome === "done") return { outcome: "done", id: sent.value.id };
    const { outcome } = sent;
    const isOfPhoto = outcome === "network" || outcome === "too_large" || outcome === "not_a_photo";
    return { outcome: isOfPhoto ? outcome : "server" };
  };

  #place(session: Answering): Place {
    return placeIn(this.#setting.questionnaire, session);
  }

  /** Sends the answers to all that is shown; what was answered before it was hidden stays here. */
  async #send({ way }: Place, { drafts }: Answering): Promise<void> {
    const { client, language, version } = this.#setting;
    const shown = way.pages.flatMap(({ items }) => items);
    const { answers, errors } = checkAnswers(shown, drafts);
    if (Object.keys(errors).length > 0) {
      this.#refuse(errors);
      return;
    }
    this.#tell({ type: "waiting" });
    const untold = { submitted_ms: null, timings: null };
    const submission = { answers, language, questionnaire_version: version, ...untold };
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
    const { moment } = page.questionnaire;
    const deadline = deadlineOnPhone(page, now());
    this.#tell({ type: "opened", opened: { finishUntil: page.finish_until, deadline, moment } });
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
    else if (failure.outcome === "invalid") {
      this.#refuse(Object.fromEntries(failure.errors.map(({ item, code }) => [item, code])));
    } else this.#tell(eventOf(failure.outcome));
  }

  /** Leads to the first page with an item that was refused. */
  #refuse(errors: ItemErrors): void {
    if (this.#session.state !== "answering") return;
    const page = firstRefused(this.#place(this.#session).steps, errors);
    this.#tell(
      page === undefined ? { type: "failed", why: "server" } : { type: "refused", errors, page },
    );
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
    case "too_large":
    case "not_a_photo":
      return { type: "failed", why: "server" };
  }
}
