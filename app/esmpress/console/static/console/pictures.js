// Makes a chosen picture small enough before it is sent; without this, small files only are taken.

const WIDTHS = [640, 480, 360, 240];
const QUALITIES = [0.85, 0.7, 0.55];

const words = JSON.parse(document.getElementById("script-words").textContent);

function drawn(picture, width) {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, width / picture.width);
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function asFile(canvas, quality) {
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/webp", quality);
  });
}

async function smaller(file, most) {
  const picture = await createImageBitmap(file);
  for (const width of WIDTHS) {
    const canvas = drawn(picture, width);
    for (const quality of QUALITIES) {
      const found = await asFile(canvas, quality);
      // Where WebP cannot be written, browsers write PNG.
      if (found && found.size <= most) {
        return new File([found], file.name, { type: found.type });
      }
    }
  }
  return file;
}

async function take(input, most) {
  const row = input.closest("[data-picture]");
  const said = row.querySelector("[data-file-said]");
  const [file] = input.files;
  said.textContent = "";
  if (!file) return;
  try {
    if (file.size > most) {
      const chosen = new DataTransfer();
      chosen.items.add(await smaller(file, most));
      input.files = chosen.files;
    }
    const image = document.createElement("img");
    image.alt = "";
    image.src = URL.createObjectURL(input.files[0]);
    row.querySelector(".thumb").replaceChildren(image);
  } catch {
    said.textContent = words.noPicture;
  }
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const pictures of document.querySelectorAll("[data-pictures]")) {
  pictures.addEventListener("change", (event) => {
    if (event.target.type === "file") take(event.target, Number(pictures.dataset.maxBytes));
  });
}
