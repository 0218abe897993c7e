/** What is seen of the person's way over the items; `at` in milliseconds of `performance.now()`. */
interface Watched {
  onShown: (item: string, at: number) => void;
  onTouched: (item: string, at: number) => void;
  /** The page is in sight and has the focus, or not. */
  onSight: (isInSight: boolean, at: number) => void;
}

const ITEM = "[data-item]";
const THRESHOLDS = [0.1, 0.2, 0.3, 0.4, 0.5];

/** Watches which items come in sight and are touched, until `signal` says stop. */
export function watchPage(watched: Watched, signal: AbortSignal): { look: () => void } {
  watchTouches(watched, signal);
  watchSight(watched, signal);
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter(isShown)) {
        watched.onShown(itemAt(entry.target) ?? "", entry.time);
        observer.unobserve(entry.target);
      }
    },
    { threshold: THRESHOLDS },
  );
  const seen = new WeakSet<Element>();
  const look = () => {
    for (const card of document.querySelectorAll(ITEM)) {
      if (!seen.has(card)) observer.observe(card);
      seen.add(card);
    }
  };
  signal.addEventListener("abort", () => {
    observer.disconnect();
  });
  return { look };
}

/** The item that an element belongs to. */
export function itemAt(element: Element | null): string | null {
  return element?.closest<HTMLElement>(ITEM)?.dataset.item ?? null;
}

/** Half of the item is in sight, or what is in sight fills half of the screen. */
function isShown({ intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry) {
  const fills = intersectionRect.height * 2 >= (rootBounds?.height ?? Infinity);
  return intersectionRatio >= 0.5 || fills;
}

function watchTouches({ onTouched }: Watched, signal: AbortSignal): void {
  const note = ({ target, timeStamp }: Event) => {
    const item = target instanceof Element ? itemAt(target) : null;
    if (item !== null) onTouched(item, timeStamp);
  };
  for (const touch of ["pointerdown", "keydown"]) {
    document.addEventListener(touch, note, { capture: true, passive: true, signal });
  }
}

function watchSight({ onSight }: Watched, signal: AbortSignal): void {
  const note = ({ timeStamp }: Event) => {
    onSight(!document.hidden && document.hasFocus(), timeStamp);
  };
  document.addEventListener("visibilitychange", note, { signal });
  addEventListener("blur", note, { signal });
  addEventListener("focus", note, { signal });
}
