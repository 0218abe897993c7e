import { tokenInPath } from "@/api/participant-token";
import { type Ground, groundOf } from "@/features/saving/ground";
import { forgetPage } from "@/features/saving/kept-pages";
import type { KeptPrompt } from "@/features/saving/outbox";
import { sendWaiting } from "@/features/saving/sending";

/** The part of a closed page that tells that answers which waited came too late. */
const REFUSED = "[data-refused]";

/** On the page of a prompt that is over: sends what still waits on the phone, forgets the rest. */
export async function tidyUp(): Promise<void> {
  const ground = await groundOf(tokenInPath(location.pathname));
  if (ground === null) return;
  const { key, outbox, kept } = ground;
  await sendWaiting({ outbox, fetch, wall: Date.now() });
  const left = await outbox.read(key);
  if (left?.outgoing) return;
  await forget(ground);
  show(Boolean(kept?.outgoing), left);
}

/** What came of answers that waited here. */
function show(hasWaited: boolean, left: KeptPrompt | undefined): void {
  if (left?.isRefused) document.querySelector(REFUSED)?.removeAttribute("hidden");
  // The answers are with the server now, and only it can show the receipt, or that they are kept.
  else if (hasWaited && left === undefined) location.reload();
}

async function forget({ key, outbox }: Ground): Promise<void> {
  await outbox.change(key, () => undefined);
  await forgetPage(caches, key);
}
