import type { Failure } from "@/api/client";
import type { DraftChanges } from "@/api/schema-types";
import type { Answering } from "@/features/questionnaire/session";
import { Autosave } from "@/features/saving/autosave";
import { DraftExchange } from "@/features/saving/draft-exchange";
import type { Ground } from "@/features/saving/ground";
import type { Known } from "@/features/saving/kept-record";
import { MonotonicClock } from "@/features/saving/monotonic-clock";
import { Notebook } from "@/features/saving/notebook";
import { type KeptItems, type KeptPrompt, laterOf } from "@/features/saving/outbox";
import { PageFollower } from "@/features/saving/page-follower";
import type { PhotoQueue } from "@/features/saving/photo-queue";
import { PhotosFirst } from "@/features/saving/photos-first";
import { keptIn } from "@/features/saving/resumption";
import type { KeepingSetting } from "@/features/saving/start-keeping";
import type { Surroundings } from "@/features/saving/surroundings";
import { WaitingSubmission } from "@/features/saving/waiting-submission";

/** What was sent in time may arrive so much later. */
const GRACE_MS = 30_000;

interface Beginning {
  session: Answering;
  ground: Ground | null;
  queue: PhotoQueue | null;
  surroundings: Surroundings;
  signal: AbortSignal;
}

/** The parts that keep one session, each with what it asks of the others. */
export class KeptSession {
  readonly #setting: KeepingSetting;
  readonly #exchange: DraftExchange;
  readonly clock: MonotonicClock;
  readonly paradata: ReturnType<Surroundings["watch"]>;
  readonly photos: PhotosFirst;
  readonly autosave: Autosave;
  readonly submission: WaitingSubmission;
  readonly follower: PageFollower;
  readonly notebook: Notebook | null;
  /** How long after the opening nothing is taken any more. */
  readonly endsAt: number;

  constructor(setting: KeepingSetting, beginning: Beginning) {
    const { session, ground, queue, surroundings } = beginning;
    const { openedAt, finishUntil, word, saved } = session;
    const { store, token, questionnaire } = setting;
    const kept = keptIn(ground, setting.version);
    this.#setting = setting;
    this.#exchange = new DraftExchange(setting);
    this.endsAt = Date.parse(finishUntil) - Date.parse(openedAt) + GRACE_MS;
    this.clock = new MonotonicClock(openedAt, word, kept?.anchor ?? null, surroundings.read);
    this.paradata = this.#watched(beginning, kept);
    const isOver = () => this.clock.now() >= this.endsAt - GRACE_MS;
    this.photos = new PhotosFirst({ store, queue, isOver });
    const items = laterOf(this.#exchange.itemsIn(saved), kept?.items ?? {});
    this.autosave = this.#autosaveOf(items, surroundings);
    const { clock, paradata, photos, autosave, endsAt, write } = this;
    const release = () => void this.notebook?.release();
    this.submission = new WaitingSubmission({ store, token, release, endsAt, write });
    this.follower = new PageFollower({ questionnaire, clock, paradata, photos, autosave });
    this.notebook = ground && this.#notebookOn(ground);
  }

  /** Writes everything down on the phone; whether that could be done. */
  readonly write = (): Promise<boolean> => this.notebook?.write() ?? Promise.resolve(false);

  /** Whether the person answers: while the answers are being sent, what came of that says more. */
  isAnswering(): boolean {
    const session = this.#setting.store.session();
    return session.state === "answering" && session.sending.state !== "waiting";
  }

  #watched({ session, surroundings, signal }: Beginning, kept: KeptPrompt | undefined) {
    const { openedAt, word, saved } = session;
    return surroundings.watch({
      clock: this.clock,
      left: kept?.timings ?? saved.timings,
      leftAt: kept === undefined ? null : kept.anchor.server - Date.parse(openedAt),
      since: Math.max(word.arrivedAt, surroundings.firstPaint()),
      signal,
    });
  }

  #autosaveOf(items: KeptItems, { busy }: Surroundings): Autosave {
    const { store, client } = this.#setting;
    const { sendable, ready } = this.photos;
    return new Autosave({
      ...{ client, items, sendable, ready, busy },
      requestOf: this.#requestOf,
      itemsIn: (saved) => this.#exchange.itemsIn(saved),
      keep: this.write,
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

  /** Goes on with what another tab has written down, and the photos it has put there. */
  async #takeOver(kept: KeptPrompt): Promise<void> {
    await this.photos.refresh();
    this.autosave.merge(kept.items);
    this.submission.takeUp(kept);
  }

  readonly #end = (failure: Failure): void => {
    if (this.isAnswering()) this.#setting.store.end(failure);
  };

  readonly #requestOf = (items: KeptItems): DraftChanges =>
    this.#exchange.requestOf(items, this.follower.page, this.paradata.timings());

  #known(key: string): Known {
    const { items } = this.autosave;
    const { page } = this.follower;
    const timings = this.paradata.timings();
    return {
      ...{ key, items, page, timings },
      version: this.#setting.version,
      anchor: this.clock.anchor(),
      outgoing: this.submission.outgoing ?? this.#exchange.waiting(items, page, timings),
    };
  }
}
