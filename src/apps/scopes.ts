const reads =
  "accounts blocks bookmarks favourites filters follows lists mutes notifications search statuses".split(" ");
const writes =
  "accounts blocks bookmarks conversations favourites filters follows lists media mutes notifications reports statuses".split(
    " ",
  );

const administered = "accounts reports domain_allows domain_blocks".split(" ");

/** Scopes of Mastodon's API, as its documentation lists them; of its administration those that are of use here. */
export const knownScopes: readonly string[] = [
  ...["read", "write", "follow", "push", "profile"],
  ...reads.map((name) => `read:${name}`),
  ...writes.map((name) => `write:${name}`),
  ...["admin:read", "admin:write"].flatMap((whole) => [
    whole,
    ...administered.map((name) => `${whole}:${name}`),
  ]),
];

const known = new Set(knownScopes);
const underFollow = /^(read|write):(blocks|follows|mutes)$/;

/** The scopes in a text, each once, in the order they came. */
export const scopesIn = (text: string): string[] => [...new Set(text.split(/[\s,+]+/).filter(Boolean))];

export const allKnown = (scopes: readonly string[]): boolean => scopes.every((scope) => known.has(scope));

/** `read` is the whole of `read:accounts`, `admin:read` that of `admin:read:accounts`. */
const wholeOf = (scope: string): string => /^(admin:)?[^:]+/.exec(scope)![0];

/**
 * Whether what was granted is enough for one scope: `read` is for all that begins with `read:`, and whoever may read
 * accounts may know who has signed in.
 */
export function covers(granted: string, scope: string): boolean {
  const held = granted.split(" ");
  return (
    held.includes(scope) ||
    held.includes(wholeOf(scope)) ||
    (underFollow.test(scope) && held.includes("follow")) ||
    (scope === "profile" && covers(granted, "read:accounts"))
  );
}

/** Whether an app that registered for `most` may ask for all of these. */
export const within = (most: string, asked: readonly string[]): boolean =>
  asked.every((scope) => covers(most, scope));

/** What an app with these scopes can do, in words for the one who decides. */
export function inWords(granted: string): string[] {
  const held = scopesIn(granted);
  const some = (pattern: RegExp) => held.some((scope) => pattern.test(scope));
  return [
    some(/^read(:|$)/) ? "read what you can read here: workspaces, discussions, notifications" : null,
    some(/^profile$/) && !some(/^read(:accounts)?$/) ? "see your name and picture" : null,
    some(/^write(:statuses|:media|$)/) ? "start discussions, comment, edit and delete in your name" : null,
    some(/^write:favourites$/) && !some(/^write$/) ? "say in your name that a post is helpful" : null,
    some(/^(follow|write|write:follows)$/) ? "join and leave workspaces in your name" : null,
    some(/^write:(notifications|accounts|lists|filters|blocks|mutes|bookmarks|conversations|reports)$/) &&
    !some(/^write$/)
      ? "change your settings in apps"
      : null,
    some(/^admin:read(:|$)/)
      ? "if you are an administrator: read accounts with their email addresses, and reports"
      : null,
    some(/^admin:write(:|$)/)
      ? "if you are an administrator: let people in, close accounts, decide reports, block servers"
      : null,
    some(/^push$/) ? "send notifications to your device" : null,
  ].filter((words) => words !== null);
}
