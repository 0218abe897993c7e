import type { ParticipantClient } from "@/api/client";
import type { Draft } from "@/features/questionnaire/draft";
import type { SentPhoto } from "@/features/questionnaire/items/item-props";
import { backoff } from "@/features/saving/backoff";
import type { OutboxStore, WaitingPhoto } from "@/features/saving/outbox-store";
import { type PhotoOutcome, sendPhotos } from "@/features/saving/photo-upload";

/** What may wait on a phone at once, of all prompts. */
const MOST_PHOTOS = 12;
const MOST_BYTES = 30_000_000;

interface PhotoQueueSetting {
  client: Pick<ParticipantClient, "sendPhoto">;
  outbox: OutboxStore;
  /** The prompt's key. */
  key: string;
}

interface PhotoListener {
  /** Has the prompt's record on the phone, without which nobody would find the photo again. */
  keep: () => Promise<boolean>;
  /** Other photos wait than before. */
  onChange: () => void;
  /** The server will not have the photo. */
  onRefused: (item: string, id: string) => void;
}

/** The photos of a prompt on the phone, under the ids that answers name them by, until they are sent. */
export class PhotoQueue {
  readonly #setting: PhotoQueueSetting;
  #listener: PhotoListener | null = null;
  #waiting: readonly string[] = [];
  #sending: Promise<boolean> | null = null;
  readonly #refused = new Map<string, PhotoOutcome>();
  #failures = 0;
  #isOver = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(setting: PhotoQueueSetting) {
    this.#setting = setting;
  }

  /** The ids of the photos that wait. */
  get waiting(): readonly string[] {
    return this.#waiting;
  }

  tell(listener: PhotoListener): void {
    this.#listener = listener;
  }

  /** Whether the answer names a photo that the server does not have yet. */
  holds(draft: Draft | undefined): boolean {
    return typeof draft === "string" && this.#waiting.includes(draft);
  }

  /** Looks what waits on the phone, also from another tab. */
  async refresh(): Promise<void> {
    const { outbox, key } = this.#setting;
    this.#show((await outbox.photos(key)).map(({ id }) => id));
  }

  /** Sends the photo; `onKept` gets its id once it is on the phone, and need not wait for more. */
  async send(item: string, photo: Blob, onKept: (id: string) => void): Promise<SentPhoto> {
    const id = crypto.randomUUID();
    if (!(await this.#keep({ prompt: this.#setting.key, id, item, photo }))) {
      const { outcome } = await this.#setting.client.sendPhoto(item, photo, id);
      return this.#told(id, outcome === "network" ? "full" : outcome);
    }
    this.#show([...this.#waiting, id]);
    onKept(id);
    await this.sendAll();
    return this.#waiting.includes(id)
      ? { outcome: "kept" }
      : this.#told(id, this.#refused.get(id) ?? "done");
  }

  /** Sends what waits; whether nothing waits any more. */
  async sendAll(): Promise<boolean> {
    this.#sending ??= this.#sendEach().finally(() => (this.#sending = null));
    await this.#sending;
    await this.refresh();
    const isDone = this.#waiting.length === 0;
    clearTimeout(this.#retry);
    this.#failures = isDone ? 0 : this.#failures + 1;
    if (!isDone && !this.#isOver) {
      this.#retry = setTimeout(() => void this.sendAll(), backoff(this.#failures));
    }
    return isDone;
  }

  /** The answer was taken away, or another photo took its place. */
  async drop(id: string): Promise<void> {
    await this.#setting.outbox.dropPhoto({ prompt: this.#setting.key, id });
    await this.refresh();
  }

  /** Tries no more by itself. */
  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#retry);
  }

  #sendEach(): Promise<boolean> {
    const { client, outbox, key } = this.#setting;
    return sendPhotos(
      outbox,
      key,
      ({ item, photo, id }) => client.sendPhoto(item, photo, id),
      ({ item, id }, outcome) => {
        if (outcome === "done") return;
        this.#refused.set(id, outcome);
        this.#listener?.onRefused(item, id);
      },
    );
  }

  /** Whether the phone has room for the photo, and has it now. */
  async #keep(photo: WaitingPhoto): Promise<boolean> {
    const { outbox } = this.#setting;
    try {
      const sizes = (await outbox.photos()).map((one) => one.photo.size);
      const bytes = sizes.reduce((sum, size) => sum + size, photo.photo.size);
      if (sizes.length >= MOST_PHOTOS || bytes > MOST_BYTES) return false;
      if (!(await this.#listener?.keep())) return false;
      await outbox.putPhoto(photo);
      return true;
    } catch {
      // The browser gives no more room.
      return false;
    }
  }

  #told(id: string, outcome: PhotoOutcome | "full"): SentPhoto {
    switch (outcome) {
      case "done":
        return { outcome, id };
      case "full":
      case "too_large":
      case "not_a_photo":
        return { outcome };
      default:
        return { outcome: "server" };
    }
  }

  #show(waiting: readonly string[]): void {
    if (waiting.join() === this.#waiting.join()) return;
    this.#waiting = waiting;
    this.#listener?.onChange();
  }
}
