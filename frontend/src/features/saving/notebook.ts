import { forgetPage } from "@/features/saving/kept-pages";
import { type Known, recordAfter } from "@/features/saving/kept-record";
import type { KeptPrompt } from "@/features/saving/outbox";
import type { OutboxStore } from "@/features/saving/outbox-store";

/** What tabs of one prompt tell each other. */
type Told = "changed" | "over";

interface Setting {
  outbox: OutboxStore;
  key: string;
  known: () => Known;
  /** Another tab has written something down. */
  onChanged: (kept: KeptPrompt) => void;
  /** In another tab the prompt was answered, or found closed. */
  onOver: () => void;
}

/** The phone's record of one prompt, which all its tabs write and read. */
export class Notebook {
  readonly #setting: Setting;
  readonly #tabs: BroadcastChannel;
  #queued: Promise<boolean> | null = null;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#tabs = new BroadcastChannel(`esmpress-${setting.key}`);
    this.#tabs.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data === "over") setting.onOver();
      else void this.readOthers();
    };
  }

  /** Writes down what is known; whether that could be done. */
  write(): Promise<boolean> {
    this.#queued ??= this.#write();
    return this.#queued;
  }

  /** Reads what other tabs have written down. */
  async readOthers(): Promise<void> {
    const kept = await this.#setting.outbox.read(this.#setting.key);
    if (kept !== undefined) this.#setting.onChanged(kept);
  }

  /** Answers that waited were refused: they are the person's to change again. */
  async release(): Promise<void> {
    const { outbox, key } = this.#setting;
    await outbox.change(key, (kept) => kept && { ...kept, outgoing: null });
  }

  /** Nothing of the prompt is needed any more, here and in other tabs. */
  async forget(): Promise<void> {
    const { outbox, key } = this.#setting;
    await outbox.change(key, () => undefined);
    this.#tabs.postMessage("over" satisfies Told);
    this.#tabs.close();
    await this.forgetPage();
  }

  /** The page as it was kept is out of date: the next one is to come from the server. */
  async forgetPage(): Promise<void> {
    try {
      await forgetPage(caches, this.#setting.key);
    } catch {
      // Where the browser keeps no pages, there is none.
    }
  }

  async #write(): Promise<boolean> {
    const { outbox, key, known } = this.#setting;
    try {
      await outbox.change(key, (kept) => {
        // What comes from here on is for the next writing.
        this.#queued = null;
        return recordAfter(known(), kept);
      });
    } catch {
      this.#queued = null;
      return false;
    }
    this.#tabs.postMessage("changed" satisfies Told);
    return true;
  }
}
