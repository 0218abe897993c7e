import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";

import { afterEach, expect, test } from "vitest";

import { lightGet } from "@/server/light-get";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** The address of a backend of its own, and the connections to it. */
async function backend(answer: RequestListener): Promise<{ address: string; sockets: Socket[] }> {
  const server = createServer(answer);
  const sockets: Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/api`, sockets };
}

const asked = { headers: { Authorization: "Bearer t" }, timeoutMs: 5_000 };

test("the answer comes with its status, and the headers go along", async () => {
  const { address } = await backend((request, response) => {
    response.writeHead(410);
    response.end(`${request.method} ${request.headers.authorization}: zażółć`);
  });

  const answer = await lightGet(address, asked);

  expect(answer).toEqual({ status: 410, content: "GET Bearer t: zażółć" });
});

test("one connection serves one look after the other", async () => {
  const { address, sockets } = await backend((_request, response) => response.end("{}"));

  for (let look = 0; look < 3; look += 1) await lightGet(address, asked);

  expect(sockets).toHaveLength(1);
});

test("a connection that was closed meanwhile costs nobody the page", async () => {
  let count = 0;
  const { address, sockets } = await backend((request, response) => {
    count += 1;
    if (count === 2) request.socket.destroy();
    else response.end(`${count}`);
  });
  await lightGet(address, asked);

  const answer = await lightGet(address, asked);

  expect(answer.content).toBe("3");
  expect(sockets).toHaveLength(2);
});

test("a backend that does not listen, breaks off or takes too long is an error", async () => {
  const { address: broken } = await backend((request) => request.socket.destroy());
  const { address: half } = await backend((request, response) => {
    response.write("half");
    setTimeout(() => request.socket.destroy(), 20);
  });
  const { address: slow } = await backend(() => undefined);

  await expect(lightGet("http://127.0.0.1:1/", asked)).rejects.toThrow();
  await expect(lightGet(broken, asked)).rejects.toThrow();
  await expect(lightGet(half, asked)).rejects.toThrow();
  await expect(lightGet(slow, { ...asked, timeoutMs: 50 })).rejects.toThrow("timeout");
});
