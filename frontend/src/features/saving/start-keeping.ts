import type { ParticipantClient } from "@/api/client";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import type { SessionStore } from "@/features/questionnaire/session-store";
import { type Ground, groundOf } from "@/features/saving/ground";
import { Keeping } from "@/features/saving/keeping";
import { firstTouch } from "@/features/saving/first-touch";
import { keepOffline } from "@/features/saving/offline-page";
import type { PhotoQueue } from "@/features/saving/photo-queue";
import { sendWaiting } from "@/features/saving/sending";

export interface KeepingSetting {
  store: SessionStore;
  client: Pick<ParticipantClient, "saveDraft" | "sendPhoto">;
  questionnaire: LocalQuestionnaire;
  version: number;
  language: string;
  token: string;
}

/**
 * Keeps the answers of an opened questionnaire from now on, and sends what else waits here.
 *
 * The page itself is kept with the first touch: it is fetched for that, and whoever only looks should
 * not pay for it.
 */
export async function startKeeping(setting: KeepingSetting): Promise<void> {
  const ground = await groundOf(setting.token);
  const photos = await photosOn(ground, setting);
  const session = setting.store.session();
  if (session.state !== "answering") return;
  const keeping = new Keeping(setting, session, ground, photos);
  keeping.begin(session, ground);
  if (ground === null) return;
  const { outbox, key } = ground;
  const others = {
    ...outbox,
    all: async () => (await outbox.all()).filter((one) => one.key !== key),
  };
  await sendWaiting({ outbox: others, fetch, wall: Date.now() });
  await firstTouch();
  await keepOffline(key, keeping.signal);
}

/** The photos that wait, where the questionnaire asks for any. */
async function photosOn(
  ground: Ground | null,
  { questionnaire, client }: KeepingSetting,
): Promise<PhotoQueue | null> {
  const items = questionnaire.pages.flatMap((page) => page.items);
  if (ground === null || !items.some(({ kind }) => kind === "photo")) return null;
  const { PhotoQueue } = await import("@/features/saving/photo-queue");
  const photos = new PhotoQueue({ ...ground, client });
  await photos.refresh();
  return photos;
}
