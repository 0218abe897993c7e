import { expect, test, vi } from "vitest";

import type { EventClient } from "@/api/client";
import { report } from "@/features/event/report";

const link = `/s/${"p".repeat(32)}`;
const earlier = `/s/${"q".repeat(32)}`;
const firstTap = { unfinished: null, isRetry: false };

function clientThat(
  reported: Awaited<ReturnType<EventClient["reportEvent"]>>,
  unfinished: string | null = null,
) {
  const page = { state: "ready", unfinished };
  return {
    reportEvent: vi.fn().mockResolvedValue(reported),
    readEvent: vi.fn().mockResolvedValue({ outcome: "done", value: page }),
  };
}

test("a report leads to its questionnaire, by one request", async () => {
  const client = clientThat({ outcome: "done", value: { link } });

  expect(await report(client, firstTap)).toEqual({ next: "go", path: link });
  expect(client.readEvent).not.toHaveBeenCalled();
});

test.each([
  { outcome: "not_yet" },
  { outcome: "closed", reason: "expired" },
  { outcome: "unknown_link" },
] as const)(
  "a report that is refused as $outcome shows what the server says now",
  async (refused) => {
    expect(await report(clientThat(refused), firstTap)).toEqual({ next: "reload" });
  },
);

test.each(["network", "server"] as const)("trouble with the %s can be tried again", async (why) => {
  const client = clientThat({ outcome: why });

  expect(await report(client, firstTap)).toEqual({ next: "failed", why });
});

test("a second try goes on with the report whose answer was lost", async () => {
  const client = clientThat({ outcome: "network" }, link);

  const reported = await report(client, { unfinished: earlier, isRetry: true });

  expect(reported).toEqual({ next: "go", path: link });
  expect(client.reportEvent).not.toHaveBeenCalled();
});

test.each([null, earlier])(
  "a second try reports when the first one never arrived, with %s unfinished before",
  async (unfinished) => {
    const client = clientThat({ outcome: "done", value: { link } }, unfinished);

    const reported = await report(client, { unfinished, isRetry: true });

    expect(reported).toEqual({ next: "go", path: link });
    expect(client.reportEvent).toHaveBeenCalledOnce();
  },
);

test.each(["https://elsewhere.example/s/x", "//elsewhere.example", "/admin/", "/s/short"])(
  "an answer that names %s is not followed",
  async (elsewhere) => {
    const client = clientThat({ outcome: "done", value: { link: elsewhere } });

    expect(await report(client, firstTap)).toEqual({ next: "failed", why: "server" });
  },
);
