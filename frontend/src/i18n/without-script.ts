import type { Messages } from "@/i18n/messages";

/** The texts for a person without script, where others name what only script does. */
export function withoutScript(messages: Messages): Messages {
  const { plain, missing, controls } = messages;
  return {
    ...messages,
    missing: { ...missing, ...plain.missing },
    controls: { ...controls, photo: { ...controls.photo, wait: plain.photoRefused } },
  };
}
