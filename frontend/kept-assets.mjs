// Scripts and styles of this release and earlier ones, in the volume that Caddy serves.
//   node kept-assets.mjs add    puts this release's there
//   node kept-assets.mjs tidy   notes that this release serves, and takes away what is of none of the last three and 30 days old
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";

const OWN = "dist/client/_astro";
const KEPT = "/srv/assets/_astro";
// One file for each release that served, by what it has: its names.
const SERVED = "/srv/assets/served";
const RELEASES = 3;
const DAYS = 30;

function add() {
  cpSync(OWN, KEPT, { recursive: true });
}

function tidy() {
  note(readdirSync(OWN).sort().join("\n"));
  const lists = newestFirst(SERVED);
  const needed = new Set(
    lists.slice(0, RELEASES).flatMap((list) => readFileSync(list, "utf8").split("\n")),
  );
  for (const list of lists.slice(RELEASES)) rmSync(list);
  for (const name of readdirSync(KEPT)) {
    const file = `${KEPT}/${name}`;
    if (!needed.has(name) && Date.now() - changedAt(file) > DAYS * 24 * 3_600_000) rmSync(file);
  }
}

function note(names) {
  mkdirSync(SERVED, { recursive: true });
  writeFileSync(`${SERVED}/${createHash("sha256").update(names).digest("hex")}`, names);
}

function newestFirst(folder) {
  const files = readdirSync(folder).map((name) => `${folder}/${name}`);
  return files.sort((one, other) => changedAt(other) - changedAt(one));
}

function changedAt(file) {
  return statSync(file).mtimeMs;
}

const orders = { add, tidy };
orders[process.argv[2]]();
