/** The phone's store of pages and of what they are made of; the browser's `CacheStorage`. */
type Stores = Pick<CacheStorage, "open" | "keys" | "delete">;

export const PAGES = "esmpress-pages-1";
export const ASSETS = "esmpress-assets-1";
const KEPT_MS = 8 * 24 * 3_600_000;

/** Where the page of a prompt is kept: an address that nothing answers, without the token. */
export function pageAddress(key: string): string {
  return `/s/kept/${key}`;
}

/** Keeps a page that was opened, and what it is made of, for when there is no network. */
export async function keepPage(
  stores: Stores,
  key: string,
  page: Response,
  assets: readonly string[],
): Promise<void> {
  const pages = await stores.open(PAGES);
  await pages.put(pageAddress(key), page);
  const files = await stores.open(ASSETS);
  const isThere = await Promise.all(assets.map((asset) => files.match(asset)));
  await files.addAll(assets.filter((_asset, place) => isThere[place] === undefined));
}

/** Forgets the page of a prompt; with the last one, what they are made of. */
export async function forgetPage(stores: Stores, key: string): Promise<void> {
  const pages = await stores.open(PAGES);
  await pages.delete(pageAddress(key));
  if ((await pages.keys()).length === 0) await stores.delete(ASSETS);
}

/** Forgets pages nobody will come back to, and stores of earlier releases. */
export async function tidy(stores: Stores, now: number): Promise<void> {
  const names = (await stores.keys()).filter((name) => name.startsWith("esmpress-"));
  const outdated = names.filter((name) => name !== PAGES && name !== ASSETS);
  await Promise.all(outdated.map((name) => stores.delete(name)));
  const pages = await stores.open(PAGES);
  for (const address of await pages.keys()) {
    const page = await pages.match(address);
    const keptAt = Date.parse(page?.headers.get("Date") ?? "");
    if (!(now - keptAt < KEPT_MS)) await pages.delete(address);
  }
}
