import { and, desc, eq, getTableColumns, inArray } from "drizzle-orm";
import { agreement, peer, workspacePeer } from "../../db/index.ts";
import type { Context, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { administrator } from "../people/index.ts";
import { type Agreement, type AgreementState, standingOn } from "./rules.ts";

const { document: _, ...columns } = getTableColumns(agreement);

/** An agreement as pages show it. */
export interface AgreementItem extends Agreement {
  standing: AgreementState | "not yet";
  /** The other organisation's name, or its host. */
  organisation: string;
  software: string | null;
}

const item =
  (now: Date) =>
  ({
    row,
    name,
    software,
  }: {
    row: Agreement;
    name: string | null;
    software: string | null;
  }): AgreementItem => ({
    ...row,
    standing: standingOn(row, now),
    organisation: name ?? row.host,
    software,
  });

const select = (db: Reader) =>
  db
    .select({ row: columns, name: peer.name, software: peer.software })
    .from(agreement)
    .leftJoin(peer, eq(peer.host, agreement.host));

/** All agreements, the newest first. For administrators. */
export async function agreements(ctx: Context): Promise<AgreementItem[]> {
  administrator(ctx);
  const rows = await select(ctx.store.db).orderBy(desc(agreement.id)).limit(500);
  return rows.map(item(ctx.clock()));
}

/**
 * One agreement. For administrators.
 *
 * @throws {Refusal} `not found`
 */
export async function agreementOf(ctx: Context, id: Id): Promise<AgreementItem> {
  administrator(ctx);
  const [row] = await select(ctx.store.db).where(eq(agreement.id, id));
  if (!row) throw notFound();
  return item(ctx.clock())(row);
}

/**
 * The document of an agreement. Ask before whether whoever asks is an administrator, or the other side.
 *
 * @throws {Refusal} `not found` where there is none
 */
export async function documentOf(
  db: Reader,
  id: Id,
): Promise<{ name: string; type: string; data: Uint8Array; host: string; ours: boolean }> {
  const [row] = await db.select().from(agreement).where(eq(agreement.id, id));
  if (!row?.document || !row.documentType) throw notFound();
  const { documentName, documentType, document, host, ours } = row;
  return { name: documentName ?? "agreement", type: documentType, data: document, host, ours };
}

/** Organisations with which an agreement counts today, and whether the managers have named them. */
export async function sharedWith(
  db: Reader,
  now: Date,
  { workspaceId, level }: { workspaceId: Id; level: string },
): Promise<{ host: string; organisation: string; named: boolean }[]> {
  const rows = (await select(db).where(eq(agreement.state, "active")).orderBy(agreement.host)).map(item(now));
  const named = await db
    .select({ host: workspacePeer.host })
    .from(workspacePeer)
    .where(
      and(
        eq(workspacePeer.workspaceId, workspaceId),
        inArray(workspacePeer.host, rows.length > 0 ? rows.map(({ host }) => host) : [""]),
      ),
    );
  const hosts = new Set(named.map(({ host }) => host));
  const counted = rows.filter(({ standing, levels }) => standing === "active" && levels.includes(level));
  return [...new Map(counted.map((one) => [one.host, one])).values()].map(({ host, organisation }) => ({
    host,
    organisation,
    named: hosts.has(host),
  }));
}
