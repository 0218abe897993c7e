import { type ChangeEvent, useEffect, useRef } from "react";

import { describedBy, type ItemProps, partIds } from "@/features/questionnaire/items/item-props";
import { isHopeless, type PhotoStage } from "@/features/questionnaire/items/photo-stage";
import { usePhoto } from "@/features/questionnaire/items/use-photo";
import { PushButton } from "@/features/questionnaire/push-button";
import type { Messages } from "@/i18n/messages";

type Words = Messages["controls"]["photo"];

/** A photo taken or chosen: it is made small and sent at once, and can be taken away again. */
export function PhotoAnswer(props: ItemProps<"photo">) {
  const { item, isInvalid, messages } = props;
  const words = messages.controls.photo;
  const { stage, take, retry, remove } = usePhoto(props);
  const isChosen = stage.state !== "empty" && !isHopeless(stage);
  return (
    <div className="flex flex-col gap-3">
      {isChosen && <Preview picture={stage.picture} words={words} />}
      <Progress stage={stage} words={words} />
      {isChosen && stage.state === "failed" && (
        <PushButton className="min-h-12 text-base!" onClick={() => void retry()}>
          {messages.retry}
        </PushButton>
      )}
      {isChosen ? (
        <PushButton variant="outline" className="min-h-12 text-base!" onClick={remove}>
          {words.remove}
        </PushButton>
      ) : (
        <Sources
          id={partIds(item.name).control}
          described={describedBy(item, isInvalid)}
          {...{ isInvalid, words }}
          onTake={(file) => void take(file)}
        />
      )}
    </div>
  );
}

interface SourcesProps {
  id: string;
  described: string | undefined;
  isInvalid: boolean;
  words: Words;
  onTake: (file: Blob) => void;
}

/** The camera, on what is held in the hand, and the pictures there are. */
function Sources({ id, described, isInvalid, words, onTake }: SourcesProps) {
  const file = {
    type: "file",
    accept: "image/*",
    className: "sr-only",
    "aria-invalid": isInvalid,
    "aria-describedby": described,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
      const [chosen] = target.files ?? [];
      if (chosen) onTake(chosen);
      // The same file can be chosen again after it was taken away.
      target.value = "";
    },
  };
  return (
    <>
      <label className="photo-source hidden pointer-coarse:flex">
        <input {...file} capture="environment" />
        {words.take}
      </label>
      <label className="photo-source flex">
        <input {...file} id={id} />
        {words.choose}
      </label>
      <p className="hint">{words.hidden}</p>
    </>
  );
}

/** Drawn, as the page's policy lets no address stand for a file of the phone. */
function Preview({ picture, words }: { picture: ImageBitmap | undefined; words: Words }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (picture) canvas.current?.getContext("2d")?.drawImage(picture, 0, 0);
  }, [picture]);
  if (!picture) return null;
  return (
    <figure className="self-center" aria-label={words.preview}>
      <canvas
        ref={canvas}
        width={picture.width}
        height={picture.height}
        className="max-h-80 max-w-full rounded-lg"
      />
    </figure>
  );
}

/** How far the photo is, for the eye and the ear. */
function Progress({ stage, words }: { stage: PhotoStage<ImageBitmap>; words: Words }) {
  return (
    <>
      {stage.state === "working" && <progress aria-label={words.sending} />}
      <p role="status" className="hint empty:hidden">
        {stage.state === "working" && words.sending}
        {stage.state === "kept" && words.kept}
        {stage.state === "sent" && words.sent}
      </p>
      {stage.state === "failed" && (
        <p role="alert" className="font-medium text-destructive">
          {words[stage.why]}
        </p>
      )}
    </>
  );
}
