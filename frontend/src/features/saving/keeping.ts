import type { Submission } from "@/api/schema-types";
import type { Answering } from "@/features/questionnaire/session";
import type { Keeper } from "@/features/questionnaire/session-store";
import type { Ground } from "@/features/saving/ground";
import { KeptSession } from "@/features/saving/kept-session";
import type { PhotoQueue } from "@/features/saving/photo-queue";
import { keptIn, resumptionOf } from "@/features/saving/resumption";
import type { KeepingSetting } from "@/features/saving/start-keeping";
import { BROWSER, type Surroundings } from "@/features/saving/surroundings";

/** Keeps the answers of one session on the phone and with the server, and the times of its page. */
export class Keeping implements Keeper {
  readonly #setting: KeepingSetting;
  readonly #surroundings: Surroundings;
  readonly #stop = new AbortController();
  readonly #kept: KeptSession;
  /** The photos on the phone, where the questionnaire asks for some and the phone keeps any. */
  readonly photos: PhotoQueue | null;

  constructor(
    setting: KeepingSetting,
    session: Answering,
    ground: Ground | null,
    photos: PhotoQueue | null,
    surroundings: Surroundings = BROWSER,
  ) {
    const { signal } = this.#stop;
    this.#setting = setting;
    this.#surroundings = surroundings;
    this.#kept = new KeptSession(setting, { session, ground, queue: photos, surroundings, signal });
    this.photos = photos;
  }

  /** Shows what was kept, and goes on from there. */
  begin(session: Answering, ground: Ground | null): void {
    const { store, version } = this.#setting;
    const { autosave, clock, endsAt, photos, submission, write } = this.#kept;
    const kept = keptIn(ground, version);
    const left = Date.parse(session.finishUntil) - clock.anchor().server;
    const resumption = resumptionOf(session, autosave.items, kept);
    store.resume({ ...resumption, deadline: Date.now() + left });
    store.keepWith(this);
    this.photos?.tell({ keep: write, onChange: this.#photosChanged, onRefused: photos.reopen });
    store.subscribe(this.#look);
    this.#look();
    const wakeUps = { onLeave: this.#leave, onReturn: this.#return, onNetwork: this.#wake };
    this.#surroundings.watchWakeUps(wakeUps, this.#stop.signal);
    setTimeout(this.#askAtTheEnd, endsAt - clock.now() + 1_000);
    submission.takeUp(kept);
    // What an earlier page could not send; the page itself may be one that was kept, and out of date.
    if (this.#kept.isAnswering()) void autosave.flush({ isQuestion: kept !== undefined });
  }

  readonly stamp = (): Required<Pick<Submission, "submitted_ms" | "timings">> => {
    const { clock, paradata } = this.#kept;
    return { submitted_ms: clock.now(), timings: paradata.timings() };
  };

  readonly hold = async (submission: Submission): Promise<boolean> => {
    this.#kept.autosave.rest();
    const isHeld = await this.#kept.submission.hold(submission);
    if (isHeld) void this.#surroundings.sendInBackground();
    return isHeld;
  };

  readonly letGo = async (): Promise<void> => {
    this.#rest();
    await this.#kept.notebook?.forgetPage();
  };

  /** Aborted once there is nothing more to keep. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  readonly #look = (): void => {
    const session = this.#setting.store.session();
    this.#kept.submission.follow(session);
    if (session.state === "answering") this.#kept.follower.follow(session);
    else if (session.state !== "kept") this.#finish();
  };

  readonly #photosChanged = (): void => {
    this.#look();
    if (this.#kept.isAnswering()) void this.#kept.autosave.flush();
  };

  readonly #leave = (): void => {
    const { autosave, write } = this.#kept;
    if (Object.keys(autosave.items).length === 0) return;
    void write();
    if (this.#kept.isAnswering()) void autosave.flush({ isLast: true });
    if (autosave.isWaiting) void this.#surroundings.sendInBackground();
  };

  readonly #return = (): void => {
    void this.#kept.notebook?.readOthers();
    this.#wake();
  };

  readonly #wake = (): void => {
    const { autosave, photos, submission } = this.#kept;
    submission.resend();
    photos.sendAll();
    if (this.#kept.isAnswering() && autosave.isWaiting) void autosave.flush({ isQuestion: true });
  };

  /** Only the server can say what it has kept. */
  readonly #askAtTheEnd = (): void => {
    if (this.#kept.isAnswering()) void this.#kept.autosave.flush({ isQuestion: true });
  };

  /** Nothing of it is needed on the phone any more. */
  #finish(): void {
    if (this.#stop.signal.aborted) return;
    this.#rest();
    void this.#kept.notebook?.forget();
  }

  #rest(): void {
    this.#stop.abort();
    this.#kept.autosave.stop();
    this.#kept.submission.stop();
    this.photos?.stop();
  }
}
