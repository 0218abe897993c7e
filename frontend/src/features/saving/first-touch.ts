const PATIENCE_MS = 10_000;
const TOUCHES = ["pointerdown", "keydown"] as const;

/** When the person has touched the page or pressed a key on it, or has looked at it for a while. */
export function firstTouch(): Promise<void> {
  if ("userActivation" in navigator && navigator.userActivation.hasBeenActive) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const touched = () => {
      resolve();
    };
    setTimeout(touched, PATIENCE_MS);
    for (const touch of TOUCHES) addEventListener(touch, touched, { once: true, passive: true });
  });
}
