import ReactServer from "react-dom/server";

/** What `react-dom/server` is to Astro; see `whole-islands.mjs`. */
export default {
  ...ReactServer,
  renderToReadableStream: (node, options) =>
    ReactServer.renderToReadableStream(node, { ...options, progressiveChunkSize: Infinity }),
};
