import { groundOf } from "@/features/saving/ground";
import { Keeping, type KeepingSetting } from "@/features/saving/keeping";
import { keepOffline } from "@/features/saving/offline-page";
import { sendWaiting } from "@/features/saving/sending";

/** Keeps the answers of an opened questionnaire from now on, and sends what else waits here. */
export async function startKeeping(setting: KeepingSetting): Promise<void> {
  const ground = await groundOf(setting.token);
  const session = setting.store.session();
  if (session.state !== "answering") return;
  const keeping = new Keeping(setting, session, ground);
  keeping.begin(session, ground);
  if (ground === null) return;
  const { outbox, key } = ground;
  const others = {
    ...outbox,
    all: async () => (await outbox.all()).filter((one) => one.key !== key),
  };
  await sendWaiting({ outbox: others, fetch, wall: Date.now() });
  await keepOffline(key, keeping.signal);
}
