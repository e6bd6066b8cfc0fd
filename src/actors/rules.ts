/** What may stand before the @host: no dots, because some peers cut there. */
export const handlePattern = /^[a-z0-9](?:[a-z0-9_-]{0,28}[a-z0-9])$/i;

/** Names that could be taken for the organisation or the system. */
export const reservedHandles = new Set(
  "admin administrator api help instance moderator new nobody owner postmaster root security setup support system tombolo webmaster".split(
    " ",
  ),
);

/** A handle made from a name in any script; `member` where nothing is left of it. */
export function handleFrom(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/^(dr|mr|mrs|ms|mx|prof|professor|sir|dame)\.?\s+/, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 28)
    .replace(/-+$/, "");
  return plain.length >= 2 ? plain : "member";
}

/** `@handle@host`, as people write it. */
export const address = (actor: { handle: string; host: string }): string => `@${actor.handle}@${actor.host}`;

/** What the pages use in addresses: `handle` for our own, `handle@host` for others. */
export const slug = (actor: { handle: string; host: string; local: boolean }): string =>
  actor.local ? actor.handle : `${actor.handle}@${actor.host}`;

/** The page of a post of somebody's own. */
export const ownPostHref = (authorSlug: string, id: number): string => `/people/${authorSlug}/posts/${id}`;

/** Job and organisation in one line, as it stands at every post. */
export function post(actor: { job: string | null; organisation: string | null }): string | null {
  return [actor.job, actor.organisation].filter(Boolean).join(", ") || null;
}
