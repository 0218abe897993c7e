const JPEG =
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==";

/** A photo as a phone's camera gives it, only smaller. */
export const PHOTO = {
  name: "view.jpg",
  mimeType: "image/jpeg",
  buffer: Buffer.from(JPEG, "base64"),
};
