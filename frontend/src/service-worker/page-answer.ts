/** How long the network may take before the page that is kept is shown. */
const PATIENCE_MS = 4_000;

/** The page from the network or, where that fails or takes long, as it was kept. */
export async function pageAnswer(
  network: Promise<Response>,
  kept: Response | undefined,
  patience: Promise<unknown> = after(PATIENCE_MS),
): Promise<Response> {
  if (kept === undefined) return network;
  const reached = network.then(
    (answer) => (answer.status >= 500 ? kept : answer),
    () => kept,
  );
  return Promise.race([reached, patience.then(() => kept)]);
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
