import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import { createHash } from "node:crypto";
import { actor, peer, prepared, type Reader } from "../../db/index.ts";
import { post, slug } from "./rules.ts";
import type { Id } from "../core/id.ts";

/** Columns of whoever stands at a post. Join `peer` on `actor.host` for the organisation a remote server names. */
export const cardColumns = {
  id: actor.id,
  kind: actor.kind,
  iri: actor.iri,
  host: actor.host,
  local: actor.local,
  handle: actor.handle,
  name: actor.name,
  job: actor.job,
  organisation: actor.organisation,
  place: actor.place,
  pictureId: actor.pictureId,
  pictureUrl: actor.pictureUrl,
  gone: actor.gone,
  peerName: peer.name,
};

export interface CardRow {
  id: Id;
  kind: "person" | "group" | "application";
  iri: string;
  host: string;
  local: boolean;
  handle: string;
  name: string;
  job: string | null;
  organisation: string | null;
  place: string | null;
  pictureId: Id | null;
  pictureUrl: string | null;
  gone: Date | null;
  peerName: string | null;
}

/** Someone or something with an address, as pages show it. */
export interface Card {
  id: Id;
  name: string;
  /** `handle`, or `handle@host` elsewhere. */
  slug: string;
  /** Page about them here. */
  href: string;
  /** "Ward sister, Harbour Community Trust" */
  post: string | null;
  /** Their organisation, or their server where it names none. */
  organisation: string;
  picture: string | null;
  elsewhere: boolean;
}

/** Where a picture is served from: this instance, always. */
export function pictureHref(row: { pictureId: Id | null; pictureUrl: string | null }): string | null {
  if (row.pictureId) return `/media/${row.pictureId}`;
  if (row.pictureUrl) return `/pictures/${createHash("sha256").update(row.pictureUrl).digest("hex")}`;
  return null;
}

/** @param ours name of this instance's organisation, for members who gave none of their own */
export function card(row: CardRow, ours: string): Card {
  const name = row.gone ? "Former member" : row.name || row.handle;
  const organisation = row.organisation ?? (row.local ? ours : (row.peerName ?? row.host));
  return {
    id: row.id,
    name,
    slug: slug(row),
    href: `/${row.kind === "group" ? "workspaces" : "people"}/${slug(row)}`,
    post: row.gone ? null : row.kind === "person" ? post({ job: row.job, organisation }) : organisation,
    organisation,
    picture: row.gone ? null : pictureHref(row),
    elsewhere: !row.local,
  };
}

/** Join condition for the organisation of a remote actor. */
export const peerOf: SQL = eq(peer.host, actor.host);

const bySlug = prepared("actor by slug", (db) =>
  db
    .select({ id: actor.id })
    .from(actor)
    .where(
      and(
        eq(actor.kind, sql.placeholder("kind")),
        eq(sql`lower(${actor.handle})`, sql.placeholder("handle")),
        eq(actor.host, sql.placeholder("host")),
        isNull(actor.gone),
      ),
    )
    .limit(1),
);

const byLocalHandle = prepared("actor by local handle", (db) =>
  db
    .select({ id: actor.id })
    .from(actor)
    .where(and(eq(actor.kind, sql.placeholder("kind")), eq(actor.localHandle, sql.placeholder("handle"))))
    .limit(1),
);

/** Reads `handle` or `handle@host` from an address of ours. */
export async function findBySlug(
  ctx: { store: Parameters<typeof bySlug>[0]; host: string },
  kind: "person" | "group",
  text: string,
): Promise<Id | null> {
  const [handle = "", host] = text.toLowerCase().split("@");
  const [found] =
    !host || host === ctx.host
      ? await byLocalHandle(ctx.store, { kind, handle })
      : await bySlug(ctx.store, { kind, handle, host });
  return found?.id ?? null;
}

/** One actor with the name of its organisation. */
export async function cardRow(db: Reader, id: Id): Promise<CardRow | null> {
  const [row] = await db.select(cardColumns).from(actor).leftJoin(peer, peerOf).where(eq(actor.id, id));
  return row ?? null;
}
