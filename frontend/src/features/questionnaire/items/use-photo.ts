import { useRef, useState } from "react";

import type { ItemProps, SentPhoto } from "@/features/questionnaire/items/item-props";
import {
  PhotoRefused,
  type SmallPhoto,
  smallPhoto,
} from "@/features/questionnaire/items/photo-file";
import { type PhotoStage, stageWith } from "@/features/questionnaire/items/photo-stage";

const MEGABYTE = 1_000_000;

type PhotoProps = Pick<ItemProps<"photo">, "item" | "draft" | "onChange" | "sendPhoto">;
type Stage = PhotoStage<ImageBitmap>;

/** One photo from the file to its id, and the ways to try again and to take it away. */
export function usePhoto({ item, draft, onChange, sendPhoto }: PhotoProps) {
  const [stage, setStage] = useState<Stage>({ state: "empty" });
  // What is under way; word of a photo that another has taken the place of is not heard.
  const current = useRef<Blob | SmallPhoto | null>(null);

  const send = async (small: SmallPhoto) => {
    current.current = small;
    setStage({ state: "working", picture: small.picture });
    const sent = await sendPhoto(small.photo);
    if (current.current !== small) return;
    setStage(stageAfter(sent, small.picture));
    if (sent.outcome === "done") onChange(sent.id);
  };
  const take = async (file: Blob) => {
    current.current = file;
    setStage({ state: "working" });
    const made = await smallPhoto(file, item.max_megabytes * MEGABYTE).catch(whyRefused);
    if (current.current !== file) return;
    if (typeof made === "string") setStage({ state: "failed", why: made });
    else await send(made);
  };
  const retry = async () => {
    const small = current.current;
    if (small !== null && "picture" in small) await send(small);
  };
  const remove = () => {
    current.current = null;
    setStage({ state: "empty" });
    onChange(undefined);
  };
  return { stage: stageWith(stage, draft), take, retry, remove };
}

function stageAfter(sent: SentPhoto, picture: ImageBitmap): Stage {
  return sent.outcome === "done"
    ? { state: "sent", picture }
    : { state: "failed", why: sent.outcome, picture };
}

function whyRefused(error: unknown) {
  return error instanceof PhotoRefused ? error.why : "not_a_photo";
}
