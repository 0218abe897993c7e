import type { Failure, Outcome, ParticipantClient } from "@/api/client";
import type { DraftChanges, SavedDraft } from "@/api/schema-types";
import type { Drafts } from "@/features/questionnaire/draft";
import { backoff } from "@/features/saving/backoff";
import { type KeptItems, laterOf, unsentOf, withSent } from "@/features/saving/outbox";
import type { Sync } from "@/features/saving/sync";

/** How soon after the last change the server gets it, and the longest that typing puts it off. */
const QUIET_MS = 1_000;
const LONGEST_MS = 5_000;

interface Setting {
  client: Pick<ParticipantClient, "saveDraft">;
  items: KeptItems;
  /** The request that saves the items, with all that stands beside them now. */
  requestOf: (items: KeptItems) => DraftChanges;
  itemsIn: (saved: SavedDraft) => KeptItems;
  /** Of what is not sent, what can be: an answer waits for the photo it names. */
  sendable: (items: KeptItems) => KeptItems;
  /** Whether the request can go at once, or once what it has to wait for has gone. */
  ready: () => true | Promise<boolean>;
  /** The item the person is at: what comes from elsewhere does not change it under their hands. */
  busy: () => string | null;
  /** Writes everything down on the phone; whether that could be done. */
  keep: () => Promise<boolean>;
  /** Shows what came from another device. */
  show: (drafts: Partial<Drafts>) => void;
  showSync: (sync: Sync) => void;
  /** The server will take nothing more. */
  end: (failure: Failure) => void;
  /** The phone's clock. */
  now: () => Date;
}

/** Brings the answers to the phone at once and to the server soon, one request at a time. */
export class Autosave {
  readonly #setting: Setting;
  #items: KeptItems;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unsavedSince: number | null = null;
  #waitingSince: Date | null = null;
  #failures = 0;
  #isSending = false;
  #isOver = false;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#items = setting.items;
  }

  get items(): KeptItems {
    return this.#items;
  }

  /** Whether the server does not have everything, and could not be reached when last tried. */
  get isWaiting(): boolean {
    return this.#waitingSince !== null;
  }

  /** Takes what the person changed. */
  take(changed: KeptItems): void {
    this.#items = { ...this.#items, ...changed };
    void this.#keep();
    this.#soon();
  }

  /** Takes what another tab or device has; what it changed later is shown here, too. */
  merge(theirs: KeptItems): void {
    const { [this.#setting.busy() ?? ""]: _busy, ...others } = theirs;
    const merged = laterOf(this.#items, others);
    const news = Object.entries(merged).filter(([item, { at }]) => at !== this.#items[item]?.at);
    this.#items = merged;
    if (news.length === 0) return;
    this.#setting.show(Object.fromEntries(news.map(([item, { draft }]) => [item, draft])));
  }

  /** Sends what the server does not have, or asks whether it still takes anything. */
  async flush({ isLast = false, isQuestion = false } = {}): Promise<void> {
    const ready = this.#setting.ready();
    if (ready !== true && !(await this.#awaited(ready, isLast))) return;
    const unsent = this.#setting.sendable(unsentOf(this.#items));
    const isAsked = isQuestion || isLast || Object.keys(unsent).length > 0;
    if (isAsked && !this.#isOver) await this.#send(unsent, isLast);
  }

  /** Sends nothing until something changes. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  /** Stops for good. */
  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  /** Whether what a request waits for has gone; if not, all is tried again later. */
  async #awaited(ready: Promise<boolean>, isLast: boolean): Promise<boolean> {
    // The page may be gone before: what it has written down is sent by the next one.
    if (isLast) return false;
    const isReady = await ready;
    if (!isReady && !this.#isOver) void this.#wait();
    return isReady;
  }

  async #send(unsent: KeptItems, isLast: boolean): Promise<void> {
    if (this.#isSending && !isLast) {
      this.#soon();
      return;
    }
    clearTimeout(this.#timer);
    this.#unsavedSince = null;
    this.#isSending = true;
    const request = this.#setting.requestOf(unsent);
    this.#settle(unsent, await this.#setting.client.saveDraft(request, isLast));
    this.#isSending = false;
  }

  #settle(sent: KeptItems, saved: Outcome<SavedDraft>): void {
    if (this.#isOver) return;
    if (saved.outcome === "done") {
      this.#failures = 0;
      this.#waitingSince = null;
      this.#items = withSent(this.#items, sent);
      this.merge(this.#setting.itemsIn(saved.value));
      void this.#keep();
      this.#setting.showSync({ state: "saved" });
    } else if (saved.outcome === "network" || saved.outcome === "server") {
      void this.#wait();
    } else {
      this.stop();
      this.#setting.end(saved);
    }
  }

  /** Tries again later, and says so. */
  async #wait(): Promise<void> {
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.flush({ isQuestion: true }), backoff(this.#failures));
    this.#waitingSince ??= this.#setting.now();
    const since = this.#waitingSince;
    const isOnPhone = await this.#setting.keep();
    if (this.isWaiting) this.#setting.showSync({ state: "waiting", since, isOnPhone });
  }

  /** Nothing may be claimed of an answer that is not even on the phone. */
  async #keep(): Promise<void> {
    const isOnPhone = await this.#setting.keep();
    const isUnsent = Object.keys(unsentOf(this.#items)).length > 0;
    if (!isOnPhone && isUnsent && !this.isWaiting) this.#setting.showSync(null);
  }

  #soon(): void {
    const now = this.#setting.now().getTime();
    this.#unsavedSince ??= now;
    clearTimeout(this.#timer);
    const wait = Math.min(QUIET_MS, Math.max(0, this.#unsavedSince + LONGEST_MS - now));
    this.#timer = setTimeout(() => void this.flush(), wait);
  }
}
