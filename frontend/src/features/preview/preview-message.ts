import type { Arrangement, Definition, Moment } from "@/api/schema-types";

/** What the Admin posts to have shown: a questionnaire as the participant API sends it. */
export interface PreviewMessage {
  type: "esmpress-preview";
  version: 1;
  definition: Definition;
  arrangement: Arrangement;
  moment: Moment;
  language: string;
}

/** What the preview posts to the Admin once it can receive. */
export const READY = { type: "esmpress-preview-ready", version: 1 } as const;

/** A message that asks to show a questionnaire; null for any other. */
export function readMessage(data: unknown): PreviewMessage | null {
  const isOurs = isRecord(data) && data.type === "esmpress-preview" && data.version === 1;
  if (!isOurs || typeof data.language !== "string") return null;
  const parts = [data.definition, data.arrangement, data.moment];
  // From the Admin only, which has the definition from the same server that checks it.
  return parts.every(isRecord) ? (data as unknown as PreviewMessage) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
