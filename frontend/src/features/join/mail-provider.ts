/** Mail providers whose ways of finding and keeping wanted mail we know. */
export type MailProvider =
  | "gmail"
  | "outlook"
  | "yahoo"
  | "icloud"
  | "gmx"
  | "web_de"
  | "t_online"
  | "wp"
  | "o2"
  | "onet"
  | "interia"
  | "proton";

const DOMAINS: Readonly<Record<MailProvider, readonly string[]>> = {
  gmail: ["gmail.com", "googlemail.com"],
  outlook: ["outlook.com", "hotmail.com", "live.com", "msn.com"],
  yahoo: ["yahoo.com", "ymail.com", "rocketmail.com"],
  icloud: ["icloud.com", "me.com", "mac.com"],
  gmx: ["gmx.net", "gmx.de", "gmx.at", "gmx.ch", "gmx.com", "gmx.eu"],
  web_de: ["web.de"],
  t_online: ["t-online.de", "magenta.de"],
  wp: ["wp.pl"],
  o2: ["o2.pl", "go2.pl", "tlen.pl", "prokonto.pl"],
  onet: ["onet.pl", "onet.eu", "op.pl", "vp.pl", "poczta.onet.pl", "poczta.onet.eu"],
  interia: ["interia.pl", "interia.eu", "interia.com", "poczta.fm"],
  proton: ["proton.me", "protonmail.com", "protonmail.ch", "pm.me"],
};

// Providers with an address in many countries: hotmail.de, live.co.uk, yahoo.fr.
const FAMILIES: readonly [RegExp, MailProvider][] = [
  [/^(outlook|hotmail|live)\.[a-z]{2,3}(\.[a-z]{2})?$/, "outlook"],
  [/^yahoo\.[a-z]{2,3}(\.[a-z]{2})?$/, "yahoo"],
];

const BY_DOMAIN = new Map(
  Object.entries(DOMAINS).flatMap(([provider, domains]) =>
    domains.map((domain) => [domain, provider as MailProvider] as const),
  ),
);

/** Who keeps the mailboxes of a mail domain, as far as its name tells. */
export function mailProvider(domain: string): MailProvider | null {
  const name = domain.toLowerCase();
  const family = FAMILIES.find(([pattern]) => pattern.test(name));
  return BY_DOMAIN.get(name) ?? family?.[1] ?? null;
}
