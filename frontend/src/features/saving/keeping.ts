import type { Failure, ParticipantClient } from "@/api/client";
import type { Submission } from "@/api/schema-types";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { placeIn } from "@/features/questionnaire/place";
import type { Answering } from "@/features/questionnaire/session";
import type { Keeper, SessionStore } from "@/features/questionnaire/session-store";
import { Autosave } from "@/features/saving/autosave";
import { DraftExchange } from "@/features/saving/draft-exchange";
import type { Ground } from "@/features/saving/ground";
import type { Known } from "@/features/saving/kept-record";
import { MonotonicClock } from "@/features/saving/monotonic-clock";
import { Notebook } from "@/features/saving/notebook";
import {
  type KeptItems,
  type KeptPrompt,
  laterOf,
  type Outgoing,
  unsentOf,
} from "@/features/saving/outbox";
import type { PhotoQueue } from "@/features/saving/photo-queue";
import { keptIn, resumptionOf } from "@/features/saving/resumption";
import { BROWSER, type Surroundings } from "@/features/saving/surroundings";
import { WaitingSubmission } from "@/features/saving/waiting-submission";

/** What was sent in time may arrive so much later. */
const GRACE_MS = 30_000;

export interface KeepingSetting {
  store: SessionStore;
  client: Pick<ParticipantClient, "saveDraft" | "sendPhoto">;
  questionnaire: LocalQuestionnaire;
  version: number;
  language: string;
  token: string;
}

/** Keeps the answers of one session on the phone and with the server, and the times of its page. */
export class Keeping implements Keeper {
  readonly #setting: KeepingSetting;
  readonly #clock: MonotonicClock;
  readonly #surroundings: Surroundings;
  readonly #paradata: ReturnType<Surroundings["watch"]>;
  readonly #exchange: DraftExchange;
  readonly #autosave: Autosave;
  readonly #submission: WaitingSubmission;
  readonly #notebook: Notebook | null;
  /** The photos on the phone, where the questionnaire asks for some and the phone keeps any. */
  readonly photos: PhotoQueue | null;
  readonly #stop = new AbortController();
  readonly #endsAt: number;
  #seen: Answering["changed"] = {};
  #page: string | null = null;

  constructor(
    setting: KeepingSetting,
    session: Answering,
    ground: Ground | null,
    photos: PhotoQueue | null,
    surroundings: Surroundings = BROWSER,
  ) {
    const { openedAt, finishUntil, word, saved } = session;
    const kept = keptIn(ground, setting.version);
    this.#setting = setting;
    this.#surroundings = surroundings;
    this.#exchange = new DraftExchange(setting);
    this.#endsAt = Date.parse(finishUntil) - Date.parse(openedAt) + GRACE_MS;
    this.#clock = new MonotonicClock(openedAt, word, kept?.anchor ?? null, surroundings.read);
    this.#paradata = surroundings.watch({
      clock: this.#clock,
      left: kept?.timings ?? saved.timings,
      leftAt: kept === undefined ? null : kept.anchor.server - Date.parse(openedAt),
      since: Math.max(word.arrivedAt, surroundings.firstPaint()),
      signal: this.#stop.signal,
    });
    this.#autosave = this.#autosaveOf(laterOf(this.#exchange.itemsIn(saved), kept?.items ?? {}));
    this.#submission = this.#submissionOf(setting);
    this.#notebook = ground && this.#notebookOn(ground);
    this.photos = photos;
  }

  /** Shows what was kept, and goes on from there. */
  begin(session: Answering, ground: Ground | null): void {
    const kept = keptIn(ground, this.#setting.version);
    const left = Date.parse(session.finishUntil) - this.#clock.anchor().server;
    const resumption = resumptionOf(session, this.#autosave.items, kept);
    this.#setting.store.resume({ ...resumption, deadline: Date.now() + left });
    this.#setting.store.keepWith(this);
    this.photos?.tell({ keep: this.#write, onChange: this.#photosChanged, onRefused: this.#drop });
    this.#setting.store.subscribe(this.#look);
    this.#look();
    const wakeUps = { onLeave: this.#leave, onReturn: this.#return, onNetwork: this.#wake };
    this.#surroundings.watchWakeUps(wakeUps, this.#stop.signal);
    setTimeout(this.#askAtTheEnd, this.#endsAt - this.#clock.now() + 1_000);
    this.#submission.takeUp(kept);
    // What an earlier page could not send; the page itself may be one that was kept, and out of date.
    if (this.#isAnswering()) void this.#autosave.flush({ isQuestion: kept !== undefined });
  }

  readonly stamp = (): Required<Pick<Submission, "submitted_ms" | "timings">> => {
    return { submitted_ms: this.#clock.now(), timings: this.#paradata.timings() };
  };

  readonly hold = async (submission: Submission): Promise<boolean> => {
    this.#autosave.rest();
    const isHeld = await this.#submission.hold(submission);
    if (isHeld) void this.#surroundings.sendInBackground();
    return isHeld;
  };

  readonly letGo = async (): Promise<void> => {
    this.#rest();
    await this.#notebook?.forgetPage();
  };

  /** Aborted once there is nothing more to keep. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  #autosaveOf(items: KeptItems): Autosave {
    const { store, client } = this.#setting;
    return new Autosave({
      client,
      items,
      requestOf: this.#requestOf,
      itemsIn: (saved) => this.#exchange.itemsIn(saved),
      sendable: this.#sendable,
      ready: () => this.#photosFirst(),
      busy: this.#surroundings.busy,
      keep: this.#write,
      show: (drafts) => {
        store.resume({ drafts });
      },
      showSync: (sync) => {
        store.showSync(sync);
      },
      end: this.#end,
      now: () => new Date(),
    });
  }

  #submissionOf({ store, token }: KeepingSetting): WaitingSubmission {
    const release = () => void this.#notebook?.release();
    return new WaitingSubmission({
      ...{ store, token, release },
      endsAt: this.#endsAt,
      write: this.#write,
    });
  }

  #notebookOn({ key, outbox }: Ground): Notebook {
    return new Notebook({
      outbox,
      key,
      known: () => this.#known(key),
      onChanged: (kept) => {
        if (kept.version === this.#setting.version) void this.#takeOver(kept);
      },
      onOver: () => {
        this.#setting.store.loadAnew();
      },
    });
  }

  readonly #look = (): void => {
    const session = this.#setting.store.session();
    this.#submission.follow(session);
    if (session.state === "answering") this.#follow(session);
    else if (session.state !== "kept") this.#finish();
  };

  #follow(session: Answering): void {
    this.#takeChanges(session);
    const { photos } = this;
    if (photos && session.photos !== photos.waiting) {
      this.#setting.store.showPhotos(photos.waiting);
      return;
    }
    const { page, onPage } = placeIn(this.#setting.questionnaire, session);
    if (page === this.#page || page === null) {
      this.#paradata.lookAgain();
      return;
    }
    const isTurn = this.#page !== null;
    this.#page = page;
    this.#paradata.turned(onPage ?? page);
    if (isTurn) void this.#autosave.flush({ isQuestion: true });
  }

  #takeChanges({ changed, drafts }: Answering): void {
    const news = Object.entries(changed).filter(([item, at]) => at !== this.#seen[item]);
    this.#seen = changed;
    if (news.length === 0) return;
    const items = news.map(([item, elapsed]) => {
      const before = this.#autosave.items[item];
      const isDropped = before?.draft !== drafts[item] && this.photos?.holds(before?.draft);
      if (isDropped) void this.photos?.drop(before?.draft as string);
      const at = Math.max((before?.at ?? -1) + 1, this.#clock.at(elapsed));
      this.#paradata.changed(item, at);
      return [item, { draft: drafts[item], at, isSent: false }];
    });
    this.#autosave.take(Object.fromEntries(items) as KeptItems);
  }

  /** An answer goes when its photo has gone; the others do not wait for it. */
  readonly #sendable = (items: KeptItems): KeptItems => {
    const ready = Object.entries(items).filter(([, { draft }]) => !this.photos?.holds(draft));
    return Object.fromEntries(ready);
  };

  /** Once the time is over, the first request with answers ends everything: photos go before it. */
  #photosFirst(): true | Promise<boolean> {
    const isOver = this.#clock.now() >= this.#endsAt - GRACE_MS;
    return !isOver || !this.photos?.waiting.length || this.photos.sendAll();
  }

  readonly #photosChanged = (): void => {
    this.#look();
    if (this.#isAnswering()) void this.#autosave.flush();
  };

  /** The server will not have a photo: the item is open again. */
  readonly #drop = (item: string, id: string): void => {
    const session = this.#setting.store.session();
    const isNamed = session.state === "answering" && session.drafts[item] === id;
    if (isNamed) this.#setting.store.change(item, undefined);
  };

  /** Goes on with what another tab has written down, and the photos it has put there. */
  async #takeOver(kept: KeptPrompt): Promise<void> {
    await this.photos?.refresh();
    this.#autosave.merge(kept.items);
    this.#submission.takeUp(kept);
  }

  readonly #requestOf = (items: KeptItems) =>
    this.#exchange.requestOf(items, this.#page, this.#paradata.timings());

  #known(key: string): Known {
    return {
      key,
      version: this.#setting.version,
      items: this.#autosave.items,
      page: this.#page,
      timings: this.#paradata.timings(),
      anchor: this.#clock.anchor(),
      outgoing: this.#submission.outgoing ?? this.#waitingDraft(),
    };
  }

  /** What the service worker or the next page is to send for this one. */
  #waitingDraft(): Outgoing | null {
    const unsent = unsentOf(this.#autosave.items);
    if (Object.keys(unsent).length === 0) return null;
    const body = JSON.stringify(this.#requestOf(unsent));
    return { what: "draft", body, token: this.#setting.token };
  }

  readonly #write = (): Promise<boolean> => this.#notebook?.write() ?? Promise.resolve(false);

  readonly #leave = (): void => {
    if (Object.keys(this.#autosave.items).length === 0) return;
    void this.#write();
    if (this.#isAnswering()) void this.#autosave.flush({ isLast: true });
    if (this.#autosave.isWaiting) void this.#surroundings.sendInBackground();
  };

  readonly #return = (): void => {
    void this.#notebook?.readOthers();
    this.#wake();
  };

  readonly #wake = (): void => {
    this.#submission.resend();
    if (this.photos?.waiting.length) void this.photos.sendAll();
    if (this.#isAnswering() && this.#autosave.isWaiting) {
      void this.#autosave.flush({ isQuestion: true });
    }
  };

  /** Only the server can say what it has kept. */
  readonly #askAtTheEnd = (): void => {
    if (this.#isAnswering()) void this.#autosave.flush({ isQuestion: true });
  };

  /** While the answers are being sent, what came of that says more. */
  readonly #end = (failure: Failure): void => {
    if (this.#isAnswering()) this.#setting.store.end(failure);
  };

  #isAnswering(): boolean {
    const session = this.#setting.store.session();
    return session.state === "answering" && session.sending.state !== "waiting";
  }

  /** Nothing of it is needed on the phone any more. */
  #finish(): void {
    if (this.#stop.signal.aborted) return;
    this.#rest();
    void this.#notebook?.forget();
  }

  #rest(): void {
    this.#stop.abort();
    this.#autosave.stop();
    this.#submission.stop();
    this.photos?.stop();
  }
}
