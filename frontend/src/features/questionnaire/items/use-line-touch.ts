import { type PointerEvent, useRef } from "react";

/** How far, in CSS pixels, a finger may move and still be tapping; further, it slides. */
const TAP_RADIUS = 6;

/**
 * Handlers that tell where a line is touched, from 0 where reading starts to 1 at its other end.
 * A finger that scrolls the page over the line answers nothing.
 */
export function useLineTouch(onPlace: (place: number) => void) {
  const pressedAt = useRef<number | null>(null);
  const isSliding = useRef(false);

  function report(event: PointerEvent<HTMLElement>) {
    const line = event.currentTarget.getBoundingClientRect();
    const fromLeft = (event.clientX - line.left) / line.width;
    onPlace(getComputedStyle(event.currentTarget).direction === "rtl" ? 1 - fromLeft : fromLeft);
  }

  function end() {
    pressedAt.current = null;
    isSliding.current = false;
  }

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      pressedAt.current = event.clientX;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (pressedAt.current === null) return;
      isSliding.current ||= Math.abs(event.clientX - pressedAt.current) > TAP_RADIUS;
      if (isSliding.current) report(event);
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (pressedAt.current !== null) report(event);
      end();
    },
    onPointerCancel: end,
  };
}
