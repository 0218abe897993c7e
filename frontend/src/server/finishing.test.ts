import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";

import { afterEach, expect, test } from "vitest";

const FINISHING = new URL("../../finishing.mjs", import.meta.url).href;
// Answers a request once all of it is there.
const SERVER = `
  import { createServer } from "node:http";
  import { finishWhenTold } from ${JSON.stringify(FINISHING)};
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end("whole"));
  });
  finishWhenTold(server);
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;
const HALF = "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nab";

let child: ChildProcessWithoutNullStreams;

async function start(): Promise<number> {
  child = spawn(process.execPath, ["--input-type=module", "-e", SERVER], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
  });
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  return Number(port.toString());
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

async function isRefused(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const came = await Promise.race([
    once(socket, "connect").then(() => "connected"),
    once(socket, "error").then(() => "refused"),
  ]).catch(() => "refused");
  socket.destroy();
  return came === "refused";
}

async function saidBy(socket: Socket): Promise<string> {
  const said: Buffer[] = [];
  for await (const part of socket) said.push(part as Buffer);
  return Buffer.concat(said).toString();
}

afterEach(() => child.kill("SIGKILL"));

test.each(["SIGTERM", "SIGINT"] as const)("what has begun is answered after %s", async (signal) => {
  const port = await start();
  const slow = await connected(port);
  slow.write(HALF);
  const idle = await connected(port);
  idle.write("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
  await once(idle, "data");
  const ended = once(child, "exit");

  child.kill(signal);
  await expect.poll(() => isRefused(port)).toBe(true);
  slow.write("cd");
  const answer = await saidBy(slow);

  expect(answer).toMatch(/^HTTP\/1.1 200 OK/);
  expect(answer).toMatch(/whole/);
  expect(await ended).toEqual([0, null]);
});

test("a second signal ends it at once", async () => {
  const port = await start();
  (await connected(port)).write(HALF);
  const ended = once(child, "exit");

  child.kill("SIGTERM");
  await expect.poll(() => isRefused(port)).toBe(true);
  child.kill("SIGTERM");

  expect(await ended).toEqual([null, "SIGTERM"]);
});
