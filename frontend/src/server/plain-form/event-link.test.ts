import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { eventReply } from "@/server/plain-form/event-link";

const token = "t".repeat(48);
const network = vi.fn<typeof fetch>();
const ready = { state: "ready", language: "pl", languages: ["en", "pl"], unfinished: null };

beforeEach(() => {
  vi.stubGlobal("fetch", network);
  vi.spyOn(console, "error").mockReturnValue();
});

afterEach(() => {
  network.mockReset();
  vi.unstubAllGlobals();
});

/** Presses the button; the backend first says what can be reported. */
function press(...answers: Response[]) {
  network.mockResolvedValueOnce(Response.json(ready));
  for (const answer of answers) network.mockResolvedValueOnce(answer);
  const address = `http://page/e/${token}?lang=en`;
  return eventReply(token, new Request(address, { method: "POST", body: new URLSearchParams() }));
}

test("a reported event leads to its questionnaire, in the language of the page", async () => {
  const link = `/s/${"s".repeat(32)}`;

  const reply = await press(Response.json({ link }));

  expect(reply).toEqual({ show: "elsewhere", address: `${link}?lang=en` });
  expect(network.mock.calls[1]?.[0]).toMatch(/\/event\/report$/);
});

test("only a page of ours is gone to", async () => {
  const reply = await press(Response.json({ link: "https://elsewhere.example/s/x" }));

  expect(reply).toMatchObject({ show: "event", status: 503, trouble: "server" });
});

test("why nothing can be reported now is told by the page that is looked at next", async () => {
  const waits = Response.json({ type: "/problems/cooling-down" }, { status: 409 });

  expect(await press(waits)).toEqual({ show: "elsewhere", address: `/e/${token}?lang=en` });
});

test("a report that did not get there can be tried again", async () => {
  network.mockRejectedValue(new TypeError("fetch failed"));

  expect(await press()).toMatchObject({ show: "event", status: 503, trouble: "network" });
});

test("a look at the link reports nothing", async () => {
  network.mockResolvedValueOnce(Response.json(ready));

  const reply = await eventReply(token, new Request(`http://page/e/${token}`));

  expect(reply).toEqual({ show: "event", status: 200, event: ready });
  expect(network).toHaveBeenCalledTimes(1);
});
