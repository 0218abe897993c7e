import { type Size, sizeWithin } from "@/features/questionnaire/items/photo-size";

/** The longer side of a photo that is sent, in pixels. */
const LONGEST = 1600;
/** How much detail is kept: the first at which the photo is small enough to be sent. */
const QUALITIES = [0.85, 0.7, 0.5, 0.3];

export interface SmallPhoto {
  photo: Blob;
  picture: ImageBitmap;
}

/** The file is no picture that the browser can read, or one it cannot make small enough. */
export class PhotoRefused extends Error {
  constructor(readonly why: "not_a_photo" | "too_large") {
    super(why);
  }
}

/**
 * The photo as a JPEG to send and to show, with nothing of what the camera wrote into the file,
 * such as the place. Raises PhotoRefused.
 */
export async function smallPhoto(file: Blob, mostBytes: number): Promise<SmallPhoto> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new PhotoRefused("not_a_photo");
  });
  const canvas = drawn(picture, sizeWithin(picture, LONGEST));
  picture.close();
  for (const quality of QUALITIES) {
    const photo = await jpeg(canvas, quality);
    if (photo.size <= mostBytes) return { photo, picture: await createImageBitmap(canvas) };
  }
  throw new PhotoRefused("too_large");
}

function drawn(picture: ImageBitmap, size: Size): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement("canvas"), size);
  const context = canvas.getContext("2d");
  if (context === null) throw new PhotoRefused("not_a_photo");
  // A JPEG has no transparent parts: what lies behind them would be black.
  context.fillStyle = "white";
  context.fillRect(0, 0, size.width, size.height);
  context.drawImage(picture, 0, 0, size.width, size.height);
  return canvas;
}

function jpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const give = (photo: Blob | null) => {
      if (photo === null) reject(new PhotoRefused("not_a_photo"));
      else resolve(photo);
    };
    canvas.toBlob(give, "image/jpeg", quality);
  });
}
