interface WakeUps {
  /** The page goes out of sight, perhaps for good. */
  onLeave: () => void;
  /** It is in sight again. */
  onReturn: () => void;
  /** The network may be there again. */
  onNetwork: () => void;
}

/** Tells when there is something to save or to try again, until `signal` says stop. */
export function watchWakeUps({ onLeave, onReturn, onNetwork }: WakeUps, signal: AbortSignal): void {
  let isAway = false;
  const look = ({ type }: Event) => {
    const goes = type === "pagehide" || document.hidden;
    if (goes === isAway) return;
    isAway = goes;
    if (goes) onLeave();
    else onReturn();
  };
  document.addEventListener("visibilitychange", look, { signal });
  addEventListener("pagehide", look, { signal });
  addEventListener("pageshow", look, { signal });
  addEventListener("online", onNetwork, { signal });
}
