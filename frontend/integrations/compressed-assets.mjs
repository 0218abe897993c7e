import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const TEXT = /\.(css|js|svg)$/;

/** Brotli and gzip files beside the scripts and styles of a build, for the proxy in front. */
export function compressedAssets() {
  return {
    name: "compressed-assets",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const folder = fileURLToPath(new URL("_astro/", dir));
        const names = (await readdir(folder)).filter((name) => TEXT.test(name));
        await Promise.all(names.map((name) => compress(`${folder}${name}`)));
      },
    },
  };
}

async function compress(path) {
  const content = await readFile(path);
  await writeFile(`${path}.br`, brotliCompressSync(content));
  await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
}
