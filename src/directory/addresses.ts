/** What somebody typed to say where they are at home, or what they look for. */
const hostPattern =
  /^(?=.{1,253}(?::|$))([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/;

const isLocalName = (host: string): boolean => /(^|\.)localhost(:\d+)?$/.test(host);

function asHost(text: string): string | null {
  const host = text.trim().toLowerCase().replace(/\.$/, "");
  if (!hostPattern.test(host)) return null;
  return host.includes(".") || isLocalName(host) ? host : null;
}

/** The host in `north.example`, `https://north.example/…`, `@priya@north.example` or `priya@north.example`. */
export function hostIn(text: string): string | null {
  const trimmed = text.trim();
  if (/^https?:\/\//i.test(trimmed)) {
    try {
      return asHost(new URL(trimmed).host);
    } catch {
      return null;
    }
  }
  const named = /^@?[^@\s/]+@([^@\s/]+)$/.exec(trimmed);
  return asHost(named?.[1] ?? trimmed.replace(/\/.*$/, ""));
}

/** The host, where an address is an organisation's and nothing in it: `north.example`, `https://north.example/`. */
export function organisationIn(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/\/$/, "");
  return /[/@?#]/.test(bare) ? null : hostIn(bare);
}

/** Servers speak HTTPS, but for those on this machine. */
export const originOf = (host: string): string => `${isLocalName(host) ? "http" : "https"}://${host}`;

/** Where an instance opens an address for its own people (as Mastodon and others do). */
export const openingAddress = (host: string, uri: string): string =>
  `${originOf(host)}/authorize_interaction?uri=${encodeURIComponent(uri)}`;

/** A web address, or null. */
export function webAddress(text: string): string | null {
  try {
    const { href, protocol } = new URL(text.trim());
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}
