const OFTEN_MS = 100;

/**
 * On SIGTERM or SIGINT takes no more connections, answers what has begun, and ends. A second signal ends it at once.
 * @param {import("node:http").Server} server
 */
export function finishWhenTold(server) {
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => finish(server));
}

/** @param {import("node:http").Server} server */
function finish(server) {
  server.close(() => process.exit(0));
  // A connection is kept for the next request; there is none.
  setInterval(() => server.closeIdleConnections(), OFTEN_MS);
}
