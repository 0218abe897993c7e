import type { KeptPrompt } from "@/features/saving/outbox";
import { openOutbox, type OutboxStore } from "@/features/saving/outbox-store";
import { tokenKey } from "@/features/saving/token-key";

/** What the phone gives to keep answers on: nothing, where the browser keeps nothing. */
export interface Ground {
  key: string;
  outbox: OutboxStore;
  kept: KeptPrompt | undefined;
}

/** The ground of a prompt, with what an earlier page has left there. */
export async function groundOf(token: string): Promise<Ground | null> {
  try {
    const key = await tokenKey(token);
    const outbox = await openOutbox();
    return { key, outbox, kept: await outbox.read(key) };
  } catch {
    return null;
  }
}
