// The page's server: `node serve.mjs`, with HOST and PORT from the environment. Astro's own would drop, when told to end,
// what it has begun.
import { finishWhenTold } from "./finishing.mjs";

process.env.ASTRO_NODE_AUTOSTART = "disabled";
const { startServer } = await import("./dist/server/entry.mjs");
finishWhenTold(startServer().server.server);
