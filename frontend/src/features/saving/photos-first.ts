import type { Draft } from "@/features/questionnaire/draft";
import type { SessionStore } from "@/features/questionnaire/session-store";
import type { KeptItems } from "@/features/saving/outbox";
import type { PhotoQueue } from "@/features/saving/photo-queue";

interface Setting {
  store: SessionStore;
  /** The photos on the phone, where the questionnaire asks for some and the phone keeps any. */
  queue: PhotoQueue | null;
  /** Whether the time to answer is over. */
  isOver: () => boolean;
}

/** Has photos go before what names them. */
export class PhotosFirst {
  readonly #setting: Setting;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** The ids of the photos that wait. */
  get waiting(): readonly string[] {
    return this.#setting.queue?.waiting ?? [];
  }

  /** An answer goes when its photo has gone; the others do not wait for it. */
  readonly sendable = (items: KeptItems): KeptItems => {
    const ready = Object.entries(items).filter(([, { draft }]) => !this.#holds(draft));
    return Object.fromEntries(ready);
  };

  /** Once the time is over, the first request with answers ends everything: photos go before it. */
  readonly ready = (): true | Promise<boolean> => {
    const { queue, isOver } = this.#setting;
    return !isOver() || !queue?.waiting.length || queue.sendAll();
  };

  /** Sends what waits. */
  sendAll(): void {
    if (this.waiting.length > 0) void this.#setting.queue?.sendAll();
  }

  /** Looks what another tab has put there. */
  async refresh(): Promise<void> {
    await this.#setting.queue?.refresh();
  }

  /** Shows which photos wait, where the session shows others; whether it did. */
  show(shown: readonly string[]): boolean {
    const { queue, store } = this.#setting;
    if (queue === null || shown === queue.waiting) return false;
    store.showPhotos(queue.waiting);
    return true;
  }

  /** The photo that stood for an answer is not wanted any more, if it is one and still here. */
  drop(draft: Draft | undefined): void {
    if (this.#holds(draft)) void this.#setting.queue?.drop(draft as string);
  }

  /** The server will not have a photo: the item is open again. */
  readonly reopen = (item: string, id: string): void => {
    const { store } = this.#setting;
    const session = store.session();
    const isNamed = session.state === "answering" && session.drafts[item] === id;
    if (isNamed) store.change(item, undefined);
  };

  #holds(draft: Draft | undefined): boolean {
    return this.#setting.queue?.holds(draft) ?? false;
  }
}
