import { and, eq, sql } from "drizzle-orm";
import { actor, block, membership, peer, prepared, workspace } from "../../db/index.ts";
import { address, peerOf, pictureHref, slug } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import {
  isMember,
  joining,
  mayKnow,
  mayManage,
  mayRead,
  maySeeHome,
  type Level,
  type MembershipState,
  type Standing,
} from "./rules.ts";

/** What stands at the top of each of a workspace's pages, for the one who looks. */
export interface WorkspaceHead {
  id: Id;
  /** `handle`, or `handle@host` elsewhere. */
  slug: string;
  href: string;
  name: string;
  purpose: string;
  level: Level;
  elsewhere: boolean;
  /** Whose instance it lives on. */
  organisation: string;
  picture: string | null;
  members: number;
  /** `@handle@host` */
  address: string;
  iri: string;
  /** Where its home shows it. */
  url: string;
  created: Date;
  /** How the visitor stands in it. */
  standing: Standing;
  signedIn: boolean;
  state: MembershipState | null;
  /** When they asked to join, and what a manager said. */
  asked: Date | null;
  answer: string | null;
  joining: ReturnType<typeof joining>;
  member: boolean;
  /** May manage it, here. */
  manager: boolean;
  /** May look after what is said in it: here, or by asking its home. */
  moderates: boolean;
  /** Blocked by a manager, until then or until it is lifted. */
  blocked: { ends: Date | null } | null;
  mayRead: boolean;
  maySeeHome: boolean;
  /** The home page, sanitised; empty for those who may not see it. */
  home: string;
}

const headQuery = prepared("workspace head", (db) =>
  db
    .select({
      workspaceId: workspace.actorId,
      level: workspace.level,
      purpose: workspace.purpose,
      managersPost: workspace.managersPost,
      members: workspace.members,
      created: workspace.created,
      local: actor.local,
      handle: actor.handle,
      host: actor.host,
      name: actor.name,
      iri: actor.iri,
      url: actor.url,
      summary: actor.summary,
      pictureId: actor.pictureId,
      pictureUrl: actor.pictureUrl,
      peerName: peer.name,
      role: membership.role,
      state: membership.state,
      asked: membership.requested,
      answer: membership.answer,
      blocked: sql<boolean>`${block.actorId} is not null`.mapWith(Boolean),
      blockEnds: block.ends,
    })
    .from(workspace)
    .innerJoin(actor, eq(actor.id, workspace.actorId))
    .leftJoin(peer, peerOf)
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, workspace.actorId), eq(membership.actorId, sql.placeholder("actor"))),
    )
    .leftJoin(
      block,
      and(eq(block.workspaceId, workspace.actorId), eq(block.actorId, sql.placeholder("actor"))),
    )
    .where(eq(workspace.actorId, sql.placeholder("workspace"))),
);

/**
 * A workspace as its banner shows it.
 *
 * @param ours name of this instance's organisation
 * @throws {Refusal} `not found` where there is none, and where the visitor may not know of it
 */
export async function headOf(ctx: Context, workspaceId: Id, ours: string): Promise<WorkspaceHead> {
  const [row] = await headQuery(ctx.store, { workspace: workspaceId, actor: ctx.actor?.id ?? 0 });
  if (!row || !mayKnow(row)) throw notFound();
  const path = slug(row);
  const readable = maySeeHome(row);
  return {
    id: workspaceId,
    slug: path,
    href: `/workspaces/${path}`,
    name: row.name || row.handle,
    purpose: row.purpose,
    level: row.level,
    elsewhere: !row.local,
    organisation: row.local ? ours : (row.peerName ?? row.host),
    picture: pictureHref(row),
    members: row.members,
    address: address(row),
    iri: row.iri,
    url: row.url ?? row.iri,
    created: row.created,
    standing: row,
    signedIn: ctx.actor !== null,
    state: row.state,
    asked: row.asked,
    answer: row.answer,
    joining: joining(row),
    member: isMember(row),
    manager: mayManage(row) && row.local,
    moderates: mayManage(row),
    blocked: row.blocked ? { ends: row.blockEnds } : null,
    mayRead: mayRead(row),
    maySeeHome: readable,
    home: readable ? row.summary : "",
  };
}
