import { useEffect, useRef, useState } from "react";

import type { Draft } from "@/features/questionnaire/draft";
import type { ItemProps, SentPhoto } from "@/features/questionnaire/items/item-props";
import {
  PhotoRefused,
  type SmallPhoto,
  smallPhoto,
} from "@/features/questionnaire/items/photo-file";
import {
  canRetry,
  type PhotoStage,
  stageWith,
  UNSENT,
} from "@/features/questionnaire/items/photo-stage";

const MEGABYTE = 1_000_000;

type PhotoProps = Pick<
  ItemProps<"photo">,
  "item" | "draft" | "onChange" | "sendPhoto" | "isOnPhone"
>;
type Stage = PhotoStage<ImageBitmap>;

/** One photo from the file to its id, and the ways to try again and to take it away. */
export function usePhoto({ item, draft, onChange, sendPhoto, isOnPhone = false }: PhotoProps) {
  const [stage, setStage] = useState<Stage>({ state: "empty" });
  const { currentRef, isShownRef } = useUnderWay(draft);

  const send = async (small: SmallPhoto) => {
    currentRef.current = small;
    setStage({ state: "working", picture: small.picture });
    const give = once((id) => {
      if (currentRef.current === small) onChange(id);
    });
    const sent = await sendPhoto(small.photo, give);
    if (currentRef.current !== small) return;
    setStage(stageAfter(sent, small.picture));
    if (sent.outcome === "done") give(sent.id);
    else if (isLost(sent.outcome, isShownRef.current)) onChange(undefined);
  };
  const take = async (file: Blob) => {
    currentRef.current = file;
    setStage({ state: "working" });
    onChange(UNSENT);
    const made = await smallPhoto(file, item.max_megabytes * MEGABYTE).catch(whyRefused);
    if (currentRef.current !== file) return;
    if (typeof made !== "string") return send(made);
    setStage({ state: "failed", why: made });
    onChange(undefined);
  };
  const retry = async () => {
    const small = currentRef.current;
    if (small !== null && "picture" in small) await send(small);
  };
  const remove = () => {
    setStage({ state: "empty" });
    onChange(undefined);
  };
  return { stage: stageWith(stage, draft, isOnPhone), take, retry, remove };
}

/** Whether nothing comes of the photo; where nobody is there to try again, the item is open too. */
function isLost(outcome: Exclude<SentPhoto["outcome"], "done">, isShown: boolean): boolean {
  return outcome !== "kept" && !(isShown && canRetry(outcome));
}

/** Calls back with the id it gets first: it stays the photo's. */
function once(tell: (id: string) => void): (id: string) => void {
  let isTold = false;
  return (id) => {
    if (!isTold) tell(id);
    isTold = true;
  };
}

/**
 * The photo that is under way: word of one whose answer was taken away, or whose place another
 * has taken, is not heard.
 */
function useUnderWay(draft: Draft | undefined) {
  const currentRef = useRef<Blob | SmallPhoto | null>(null);
  const isShownRef = useRef(true);
  useEffect(() => {
    if (draft === undefined) currentRef.current = null;
  }, [draft]);
  useEffect(() => {
    isShownRef.current = true;
    return () => {
      isShownRef.current = false;
    };
  }, []);
  return { currentRef, isShownRef };
}

function stageAfter({ outcome }: SentPhoto, picture: ImageBitmap): Stage {
  if (outcome === "done") return { state: "sent", picture };
  return outcome === "kept"
    ? { state: outcome, picture }
    : { state: "failed", why: outcome, picture };
}

function whyRefused(error: unknown) {
  return error instanceof PhotoRefused ? error.why : "not_a_photo";
}
