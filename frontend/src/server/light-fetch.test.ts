import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";

import { afterEach, expect, test, vi } from "vitest";

import { lightFetch } from "@/server/light-fetch";

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

test("the answer comes with its status, and the headers go along", async () => {
  const { address } = await backend((request, response) => {
    response.writeHead(410, { "Content-Type": "application/problem+json" });
    response.end(JSON.stringify({ asked: request.headers.authorization, text: "zażółć" }));
  });

  const answer = await lightFetch(address, {
    method: "GET",
    headers: { Authorization: "Bearer t" },
  });

  expect(answer.status).toBe(410);
  expect(answer.ok).toBe(false);
  expect(await answer.json()).toEqual({ asked: "Bearer t", text: "zażółć" });
});

test("one connection serves one look after the other", async () => {
  const { address, sockets } = await backend((_request, response) => response.end("{}"));

  for (let look = 0; look < 3; look += 1) await lightFetch(address, { method: "GET" });

  expect(sockets).toHaveLength(1);
});

test("a connection that was closed meanwhile costs nobody the page", async () => {
  let count = 0;
  const { address, sockets } = await backend((request, response) => {
    count += 1;
    if (count === 2) request.socket.destroy();
    else response.end(JSON.stringify({ count }));
  });
  await lightFetch(address, { method: "GET" });

  const answer = await lightFetch(address, { method: "GET" });

  expect(await answer.json()).toEqual({ count: 3 });
  expect(sockets).toHaveLength(2);
});

test("a backend that does not listen, breaks off or takes too long is an error", async () => {
  const { address } = await backend((request) => request.socket.destroy());
  const { address: slow } = await backend(() => undefined);

  await expect(lightFetch("http://127.0.0.1:1/", { method: "GET" })).rejects.toThrow();
  await expect(lightFetch(address, { method: "GET" })).rejects.toThrow();
  const signal = AbortSignal.timeout(50);
  await expect(lightFetch(slow, { method: "GET", signal })).rejects.toThrow();
});

test("what is written is left to fetch", async () => {
  const network = vi.fn<typeof fetch>().mockResolvedValue(Response.json({}));
  vi.stubGlobal("fetch", network);

  await lightFetch("http://backend/api", { method: "POST", body: "{}" });

  expect(network).toHaveBeenCalledWith("http://backend/api", { method: "POST", body: "{}" });
  vi.unstubAllGlobals();
});
