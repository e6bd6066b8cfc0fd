import { eq, isNull, lt, or } from "drizzle-orm";
import { givenAs, peer, prepared } from "../../db/index.ts";
import type { Deps } from "../deps.ts";
import type { Json } from "./fetch.ts";

/** A peer is asked again for its name and software after this time, in ms. */
const askedEvery = 24 * 60 * 60_000;

/**
 * What a peer says of itself in NodeInfo: its organisation and its software. Remembered for a day; a peer that does
 * not answer is still a peer.
 *
 * @returns the name of its organisation, where it says one
 */
export async function checkPeer(deps: Deps, host: string): Promise<string | null> {
  const now = deps.clock();
  const [known] = await deps.store.db.select().from(peer).where(eq(peer.host, host));
  if (known?.checked && now.getTime() - known.checked.getTime() < askedEvery) return known.name;
  const said = await nodeInfo(deps, host);
  const values = {
    checked: now,
    ...(said ? { name: said.name, software: said.software, version: said.version } : {}),
  };
  // A server that is not there does not become a peer by being asked for.
  if (!said && !known) return null;
  await deps.store.transaction(async (tx) => {
    await tx
      .insert(peer)
      .values({ host, created: now, ...values })
      .onConflictDoUpdate({ target: peer.host, set: values });
  });
  return said?.name ?? known?.name ?? null;
}

const text = (value: unknown, length: number): string | null =>
  typeof value === "string" && value.trim() ? value.trim().slice(0, length) : null;

/** What a server says of itself; null where none answers, or it says nothing. */
export async function nodeInfo(deps: Deps, host: string) {
  const local = deps.env.allowPrivateAddresses && /(^|\.)localhost(:\d+)?$/.test(host);
  const base = `${local ? "http" : "https"}://${host}`;
  const list = await json(deps, `${base}/.well-known/nodeinfo`);
  const links = Array.isArray(list?.links) ? (list.links as Json[]) : [];
  const link = links.findLast((one) => /nodeinfo\.diaspora\.software\/ns\/schema\/2\./.test(String(one.rel)));
  const href = text(link?.href, 2000);
  if (!href || URL.parse(href)?.host !== host) return null;
  const info = await json(deps, href);
  if (!info) return null;
  const software = (info.software ?? {}) as Json;
  const metadata = (info.metadata ?? {}) as Json;
  const organisation = (metadata.organisation ?? {}) as Json;
  return {
    name: text(organisation.name, 200) ?? text(metadata.nodeName, 200),
    software: text(software.name, 100),
    version: text(software.version, 100),
  };
}

async function json(deps: Deps, url: string): Promise<Json | null> {
  const answer = await deps.agent.request(url, { accept: "application/json", maxBytes: 100_000 });
  if (!answer.ok || answer.value.status !== 200) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(answer.value.body).toString("utf8"));
    return typeof parsed === "object" && parsed !== null ? (parsed as Json) : null;
  } catch {
    return null;
  }
}

const unaskedQuery = prepared("peers to ask what they are", (db) =>
  db
    .select({ host: peer.host })
    .from(peer)
    .where(or(isNull(peer.checked), lt(peer.checked, givenAs(peer.checked, "before"))))
    .limit(5),
);

/** Asks peers that were not asked for a day what they are. Answers how many it asked. */
export async function checkPeers(deps: Deps): Promise<number> {
  const before = new Date(deps.clock().getTime() - askedEvery);
  const due = await unaskedQuery(deps.store, { before });
  await Promise.all(due.map(({ host }) => checkPeer(deps, host)));
  return due.length;
}
