// The proxy of `make bench-web`: `node compressing-proxy.mjs PORT PAGE_ORIGIN API_ORIGIN`.
// Does what the proxy in front of a real server does: sends /api/ to the backend and the rest to the
// page's server, and compresses. Files whose names hold their hash are compressed once, at the best.
import { createServer, request as ask } from "node:http";
import { brotliCompressSync, constants } from "node:zlib";

const [port, pageOrigin, apiOrigin] = process.argv.slice(2);
const COMPRESSIBLE = /^(text\/|application\/(javascript|json|problem\+json)|image\/svg)/;
const SMALLEST = 256;
const [BEST, QUICK] = [11, 5];
const kept = new Map();

createServer((request, response) => {
  const known = kept.get(request.url);
  if (known) {
    send(response, known);
    return;
  }
  const origin = request.url.startsWith("/api/") ? apiOrigin : pageOrigin;
  const { "accept-encoding": accepted = "", ...headers } = request.headers;
  const { method } = request;
  const onward = ask(origin + request.url, { method, headers }, (answer) => {
    readAll(answer, (body) => {
      const { statusCode: status, headers } = answer;
      const packed = accepted.includes("br")
        ? compressed({ status, headers, body })
        : { status, headers, body };
      if (isImmutable(headers) && packed.headers["content-encoding"]) kept.set(request.url, packed);
      send(response, packed);
    });
  });
  onward.on("error", () => response.writeHead(502).end());
  request.pipe(onward);
}).listen(Number(port), "127.0.0.1");

function readAll(stream, done) {
  const parts = [];
  stream.on("data", (part) => parts.push(part));
  stream.on("end", () => done(Buffer.concat(parts)));
}

function isImmutable(headers) {
  return (headers["cache-control"] ?? "").includes("immutable");
}

function compressed({ status, headers, body }) {
  if (body.length < SMALLEST || !COMPRESSIBLE.test(headers["content-type"] ?? ""))
    return { status, headers, body };
  const quality = isImmutable(headers) ? BEST : QUICK;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  return {
    status,
    headers: { ...headers, "content-encoding": "br", vary: "Accept-Encoding" },
    body: brotliCompressSync(body, { params }),
  };
}

function send(response, { status, headers, body }) {
  // Complete, so that it is not sent in chunks.
  const complete = { ...headers, "content-length": body.length };
  delete complete["transfer-encoding"];
  response.writeHead(status, complete);
  response.end(body);
}
