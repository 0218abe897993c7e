import { expect, test } from "vitest";

import { mailProvider } from "@/features/join/mail-provider";

test.each([
  ["gmail.com", "gmail"],
  ["GoogleMail.com", "gmail"],
  ["hotmail.de", "outlook"],
  ["live.co.uk", "outlook"],
  ["yahoo.com.ar", "yahoo"],
  ["me.com", "icloud"],
  ["gmx.at", "gmx"],
  ["web.de", "web_de"],
  ["t-online.de", "t_online"],
  ["wp.pl", "wp"],
  ["o2.pl", "o2"],
  ["op.pl", "onet"],
  ["poczta.fm", "interia"],
  ["pm.me", "proton"],
])("the mailboxes of %s are kept by %s", (domain, provider) => {
  expect(mailProvider(domain)).toBe(provider);
});

test.each(["example.org", "uni-live.com.example", "notgmail.com", "live", "yahoo.example.org", ""])(
  "of %j we know no provider",
  (domain) => {
    expect(mailProvider(domain)).toBeNull();
  },
);
