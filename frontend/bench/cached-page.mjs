// The least a page can cost in Node: `node cached-page.mjs PORT BYTES` sends one string to everybody.
import { createServer } from "node:http";

const [port, bytes] = process.argv.slice(2).map(Number);
const page = "x".repeat(bytes);

createServer((_request, response) => {
  response.writeHead(200, { "Content-Type": "text/html", "Content-Length": bytes });
  response.end(page);
}).listen(port, "127.0.0.1");
