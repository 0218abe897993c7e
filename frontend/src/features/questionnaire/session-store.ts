import type { ClosedReason, Failure, Outcome, ParticipantClient } from "@/api/client";
import type { PromptPage, Receipt, Submission } from "@/api/schema-types";
import { checkAnswers, type ItemErrors } from "@/features/questionnaire/answer-check";
import type { Draft, Drafts } from "@/features/questionnaire/draft";
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
import type { Sync } from "@/features/saving/sync";

interface Setting {
  client: Pick<ParticipantClient, "openPrompt" | "submitResponse" | "sendPhoto">;
  questionnaire: LocalQuestionnaire;
  /** The number of the questionnaire's version that the page shows. */
  version: number;
  language: string;
  session: Session;
  /** The phone's clock, in milliseconds. */
  now: () => number;
  /** Milliseconds since the page began, by `performance.now()`. */
  elapsed: () => number;
  /** Loads the page anew, when only the server can say what to show. */
  reload: () => void;
}

type Stamp = Pick<Submission, "submitted_ms" | "timings">;

const UNKNOWN: Stamp = { submitted_ms: null, timings: null };

interface PhotoKeeper {
  send: (item: string, photo: Blob, onKept: (id: string) => void) => Promise<SentPhoto>;
  /** Sends what waits; whether the server has all. */
  sendAll: () => Promise<boolean>;
}

/** What keeps answers safe beside the page; the page works without it, too. */
export interface Keeper {
  /** When the person sends, and the times up to then. */
  stamp: () => Stamp;
  /** Keeps the submission until the server has it; whether the phone could. */
  hold: (submission: Submission) => Promise<boolean>;
  /** Stops, and forgets the page as it was kept: only the server can say what to show. */
  letGo: () => Promise<void>;
  /** What keeps photos on the phone until the server has them, where it can. */
  photos: PhotoKeeper | null;
}

/** A session that talks to the server, one request at a time. */
export class SessionStore {
  readonly #setting: Setting;
  readonly #listeners = new Set<() => void>();
  #session: Session;
  #keeper: Keeper | null = null;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#session = setting.session;
  }

  readonly session = (): Session => this.#session;

  /** The session as the page came with it: what the server drew shows this one. */
  readonly firstSession = (): Session => this.#setting.session;

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
    else if (opened.outcome === "closed" || opened.outcome === "other_version") this.loadAnew();
    else this.#tellFailure(opened);
  }

  /** Loads the page anew, with what is there now. */
  readonly reload = (): void => {
    this.#setting.reload();
  };

  /** The same, but as the server has it now: a page kept on the phone would say what it said before. */
  loadAnew(): void {
    if (this.#keeper === null) this.reload();
    else void this.#keeper.letGo().finally(this.reload);
  }

  /** Keeps what the person put in; undefined takes the answer away. */
  change(item: string, draft: Draft | undefined): void {
    this.#tell({ type: "changed", item, draft, at: this.#setting.elapsed() });
  }

  /** Has the answers kept from now on. */
  keepWith(keeper: Keeper): void {
    this.#keeper = keeper;
  }

  /** Fills in what was saved of an earlier page or elsewhere. */
  resume(saved: { drafts: Partial<Drafts>; page?: string | null; deadline?: number }): void {
    this.#tell({ type: "resumed", ...saved });
  }

  /** Shows which photos wait on the phone. */
  showPhotos(photos: readonly string[]): void {
    this.#tell({ type: "photos", photos });
  }

  /** Shows where the answers are kept. */
  showSync(sync: Sync): void {
    this.#tell({ type: "synced", sync });
  }

  /** Shows the page of that name, as far as the way leads there. */
  turnTo(page: string): void {
    const session = this.#session;
    if (session.state !== "answering" || session.sending.state === "waiting") return;
    this.#tell({ type: "turned", page });
  }

  /** Goes on with a submission that an earlier page has left on the phone. */
  async takeUp(submission: Submission): Promise<void> {
    this.#tell({ type: "kept", submission });
    await this.resend();
  }

  /** Tries once more to send what waits on the phone. */
  async resend(): Promise<void> {
    const session = this.#session;
    if (session.state !== "kept" || session.sending.state === "waiting") return;
    this.#tell({ type: "waiting" });
    await this.#submit(session.submission, true);
  }

  /** Ends the session, where a failure means that there is nothing more to answer. */
  end(failure: Failure): void {
    if (failure.outcome !== "invalid") this.#tellFailure(failure);
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
  readonly sendPhoto = async (
    item: string,
    photo: Blob,
    onKept: (id: string) => void,
  ): Promise<SentPhoto> => {
    const photos = this.#keeper?.photos;
    if (photos) return photos.send(item, photo, onKept);
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
    const { language, version } = this.#setting;
    const shown = way.pages.flatMap(({ items }) => items);
    const { answers, errors } = checkAnswers(shown, drafts);
    if (Object.keys(errors).length > 0) {
      this.#refuse(errors);
      return;
    }
    this.#tell({ type: "waiting" });
    const stamp = this.#keeper?.stamp() ?? UNKNOWN;
    const submission = { answers, language, questionnaire_version: version, ...stamp };
    await this.#submit(submission, (await this.#keeper?.hold(submission)) ?? false);
  }

  /** Sends the answers; without a network they wait where the phone holds them. */
  async #submit(submission: Submission, isHeld: boolean): Promise<void> {
    const areThere = (await this.#keeper?.photos?.sendAll()) ?? true;
    const sent: Outcome<Receipt> = areThere
      ? await this.#setting.client.submitResponse(submission)
      : { outcome: "network" };
    if (sent.outcome === "done") {
      this.#tell({ type: "answered", receipt: sent.value });
      return;
    }
    const isPassing = sent.outcome === "network" || sent.outcome === "server";
    if (isHeld && isPassing) this.#tell({ type: "kept", submission });
    this.#tellFailure(sent);
  }

  #showOpened(page: PromptPage): void {
    const { version, now, elapsed } = this.#setting;
    // Opened elsewhere first, it has the items that were shown there, and only the server has them.
    if (page.state !== "open" || page.questionnaire.version !== version) {
      this.loadAnew();
      return;
    }
    const { moment } = page.questionnaire;
    const opened = {
      openedAt: page.opened_at,
      finishUntil: page.finish_until,
      deadline: deadlineOnPhone(page, now()),
      word: { serverTime: page.server_time, arrivedAt: elapsed() },
      saved: page.draft,
      moment,
    };
    this.#tell({ type: "opened", opened });
  }

  #tellFailure(failure: Failure): void {
    if (failure.outcome === "already_answered") this.loadAnew();
    else if (failure.outcome === "closed") this.#close(failure.reason);
    else if (failure.outcome === "invalid") {
      this.#refuse(Object.fromEntries(failure.errors.map(({ item, code }) => [item, code])));
    } else this.#tell(eventOf(failure.outcome));
  }

  /** What is over has its own page; here only what became of the answers is told. */
  #close(reason: ClosedReason): void {
    if (reason === "partial") this.#tell({ type: "ended", as: "partial" });
    else if (reason === "expired") this.#tell({ type: "ended", as: "too_late" });
    else this.loadAnew();
  }

  /** Leads to the first page with an item that was refused. */
  #refuse(errors: ItemErrors): void {
    const session = this.#session.state === "kept" ? this.#session.from : this.#session;
    if (session.state !== "answering") return;
    const page = firstRefused(this.#place(session).steps, errors);
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
  outcome: Exclude<Failure["outcome"], "already_answered" | "closed" | "invalid">,
): SessionEvent {
  switch (outcome) {
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
