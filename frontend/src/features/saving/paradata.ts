import type { Timings } from "@/api/schema-types";
import { deviceClass } from "@/features/saving/device-class";
import type { MonotonicClock } from "@/features/saving/monotonic-clock";
import { timed, timedFrom, type TimingEvent, timingsAt } from "@/features/saving/timings";
import { watchPage } from "@/features/saving/watching";

/** Shorter than this, a page that was loaded anew was not really away. */
const AWAY_MS = 1_000;

export interface Beginning {
  clock: MonotonicClock;
  /** The times of an earlier page, and until when it was there. */
  left: Timings | null;
  leftAt: number | null;
  /** Since when the items have been on the screen, in milliseconds of `performance.now()`. */
  since: number;
  signal: AbortSignal;
}

/** The times of the page that is shown, told by what happens on it. */
export class Paradata {
  readonly #clock: MonotonicClock;
  readonly #look: () => void;
  #times;
  /** Since when what is in sight has been, while the page still stands as it came. */
  #inSightSince: number | null;

  constructor({ clock, left, leftAt, since, signal }: Beginning) {
    this.#clock = clock;
    this.#inSightSince = clock.at(since);
    this.#times = timedFrom(left, deviceHere());
    const begunAt = clock.at(since);
    if (leftAt !== null && begunAt - leftAt > AWAY_MS) {
      this.#note({ type: "hid", at: leftAt });
      this.#note({ type: "returned", at: begunAt });
    }
    const watched = {
      onShown: (item: string, at: number) => {
        this.#note({ type: "shown", item, at: this.#inSightSince ?? clock.at(at) });
      },
      onTouched: (item: string, at: number) => {
        this.#inSightSince = null;
        this.#note({ type: "touched", item, at: clock.at(at) });
      },
      onSight: (isInSight: boolean, at: number) => {
        this.#note({ type: isInSight ? "returned" : "hid", at: clock.at(at) });
      },
    };
    const { look } = watchPage(watched, signal);
    this.#look = look;
    addEventListener("scroll", () => (this.#inSightSince = null), { once: true, signal });
  }

  /** The person changed an item. */
  changed(item: string, at: number): void {
    this.#note({ type: "changed", item, at });
  }

  /** Another page is shown. */
  turned(page: string): void {
    const at = this.#times.page === null ? this.#inSightSince : null;
    if (at === null) this.#inSightSince = null;
    this.#note({ type: "turned", page, at: at ?? this.#clock.now() });
    this.lookAgain();
  }

  /** There may be other items on the page. */
  lookAgain(): void {
    requestAnimationFrame(this.#look);
  }

  /** The times up to now. */
  timings(): Timings {
    return timingsAt(this.#times, this.#clock.now());
  }

  #note(event: TimingEvent): void {
    this.#times = timed(this.#times, event);
  }
}

function deviceHere(): Timings["device"] {
  const { width, height } = screen;
  return deviceClass({ width, height, isCoarse: matchMedia("(pointer: coarse)").matches });
}
