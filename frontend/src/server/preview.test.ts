import { expect, test, vi } from "vitest";

import { adminOrigin } from "@/server/preview";

test.each([
  [
    "where it is named",
    { ADMIN_URL: "https://desk.example.org/admin/" },
    "https://desk.example.org",
  ],
  ["beside the API", { PUBLIC_API_URL: "http://127.0.0.1:8000" }, "http://127.0.0.1:8000"],
  [
    "beside the participant page",
    { PUBLIC_URL: "https://esm.example.org" },
    "https://esm.example.org",
  ],
])("the Admin is %s", (_, settings, origin) => {
  for (const name of ["ADMIN_URL", "PUBLIC_API_URL", "PUBLIC_URL"]) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);

  expect(adminOrigin()).toBe(origin);

  vi.unstubAllEnvs();
});
