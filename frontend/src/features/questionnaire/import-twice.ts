/** About what a phone takes to change from one network to the next. */
const AGAIN_MS = 1_000;

/** What `load` imports; once it failed, again a second later. */
export async function importTwice<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    const address = addressIn(error);
    return address === undefined ? load() : ((await import(/* @vite-ignore */ address)) as Module);
  }
}

/**
 * Another address for the module that did not come. Most browsers name it in the error, and would not
 * ask for the old one again; Safari names none, and would.
 */
export function addressIn(error: unknown): string | undefined {
  const named = /https?:\S+\.js/.exec(String(error))?.[0];
  return named && `${named}?again`;
}
