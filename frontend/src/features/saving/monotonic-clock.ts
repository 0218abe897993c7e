/** One instant, in milliseconds, on the server's clock and on the phone's, which may be wrong. */
export interface Anchor {
  server: number;
  wall: number;
}

/** The server's word of its time, and when it arrived by the page's own clock. */
export interface Word {
  serverTime: string;
  /** In milliseconds of `performance.now()`. */
  arrivedAt: number;
}

/** What the phone shows: milliseconds since the page's start, and its wall clock. */
export interface Reading {
  elapsed: number;
  wall: number;
}

/** Tells how long a prompt has been open, by the server's clock; never runs backwards. */
export class MonotonicClock {
  readonly #openedAt: number;
  readonly #start: Reading;
  readonly #serverAtStart: number;
  readonly #read: () => Reading;
  #latest = 0;

  /** `anchor` is the newest instant that was known of both clocks when an earlier page was left. */
  constructor(openedAt: string, word: Word, anchor: Anchor | null, read: () => Reading) {
    this.#openedAt = Date.parse(openedAt);
    this.#read = read;
    this.#start = read();
    this.#serverAtStart = serverNow(word, anchor, this.#start);
  }

  /** Milliseconds since the prompt was opened. */
  now(): number {
    const { elapsed, wall } = this.#read();
    // Asleep, a phone may stop the page's clock; then the wall clock alone has gone on.
    const passed = Math.max(elapsed - this.#start.elapsed, wall - this.#start.wall);
    this.#latest = Math.max(this.#latest, this.#since(passed));
    return this.#latest;
  }

  /** Milliseconds since the prompt was opened, for a moment of `performance.now()` gone by. */
  at(elapsed: number): number {
    return Math.max(0, Math.min(this.now(), this.#since(elapsed - this.#start.elapsed)));
  }

  /** This instant on both clocks, for the next page. */
  anchor(): Anchor {
    return { server: this.#openedAt + this.now(), wall: this.#read().wall };
  }

  #since(passed: number): number {
    return Math.round(this.#serverAtStart + passed - this.#openedAt);
  }
}

/** A page kept on the phone comes with an old word: then what was known when it was left counts. */
function serverNow(word: Word, anchor: Anchor | null, { elapsed, wall }: Reading): number {
  const told = Date.parse(word.serverTime);
  if (anchor === null || told > anchor.server) return told + elapsed - word.arrivedAt;
  return anchor.server + Math.max(0, wall - anchor.wall);
}
