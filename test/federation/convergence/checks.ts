import { and, eq, isNull, like, ne } from "drizzle-orm";
import { actor, askedAct, block, content, membership, pollOption } from "../../../db/index.ts";
import { holdings } from "../holdings.ts";
import { hiddenElsewhere, leaks } from "./leaks.ts";
import type { Site } from "./site.ts";
import type { World } from "./world.ts";

const idOf = async ({ store }: Site, iri: string): Promise<number> =>
  (await store.db.select({ id: actor.id }).from(actor).where(eq(actor.iri, iri)))[0]?.id ?? 0;

/** How people stand in a workspace, by address; of a server, its own people only. */
async function standings(site: Site, workspaceIri: string, of: string): Promise<Map<string, string>> {
  const rows = await site.store.db
    .select({ iri: actor.iri, state: membership.state, role: membership.role })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(and(eq(membership.workspaceId, await idOf(site, workspaceIri)), eq(actor.host, of)));
  // Why somebody does not belong to it is for those to know who decide it.
  const inside = ({ state, role }: (typeof rows)[number]) =>
    state === "active"
      ? role === "manager"
        ? "manager"
        : "member"
      : state === "requested"
        ? state
        : "outside";
  return new Map(rows.map((row) => [row.iri, inside(row)]));
}

interface Line {
  post?: string;
  iri?: string;
  discussion?: string;
  deleted?: boolean;
  refused?: string | null;
}

/** Who is blocked in a workspace, and how many voted for what. */
async function beside(site: Site, workspaceIri: string): Promise<string[]> {
  const id = await idOf(site, workspaceIri);
  const blocked = await site.store.db
    .select({ iri: actor.iri, ends: block.ends })
    .from(block)
    .innerJoin(actor, eq(actor.id, block.actorId))
    .where(eq(block.workspaceId, id));
  const votes = await site.store.db
    .select({ iri: content.iri, position: pollOption.position, votes: pollOption.votes })
    .from(pollOption)
    .innerJoin(content, eq(content.id, pollOption.contentId))
    .where(and(eq(content.workspaceId, id), isNull(content.deleted), isNull(content.refused)));
  return [
    ...blocked.map(({ iri, ends }) => JSON.stringify({ blocked: iri, ends })),
    ...votes.map((one) => JSON.stringify(one)),
  ];
}

/** What readers see of a workspace: what was deleted, and what its home would not have, is not there. */
async function seen(site: Site, workspaceIri: string): Promise<string[]> {
  const lines = (await holdings(site.store, workspaceIri)).map(
    (line) => JSON.parse(line) as Line & Record<string, unknown>,
  );
  const hidden = new Set(
    lines.filter(({ deleted, refused }) => deleted === true || refused).map(({ post }) => post),
  );
  const shown = lines
    .filter(({ post, iri, discussion }) => [post, iri, discussion].some(Boolean))
    .filter(({ post, iri, discussion }) => !hidden.has(post ?? iri ?? discussion))
    .map(({ last: _last, parent, ...line }) =>
      JSON.stringify({ ...line, parent: hidden.has(parent as string) ? "gone" : parent }),
    );
  return [...shown, ...(await beside(site, workspaceIri))].sort();
}

/** What a server took in is at the workspace's home, or its author was told why not; and it is there once. */
async function lost({ sites, written }: World): Promise<string[]> {
  const wrong: string[] = [];
  for (const { host, iri, text } of written) {
    const site = sites.find((one) => one.host === host)!;
    const [own] = await site.store.db.select().from(content).where(eq(content.iri, iri));
    if (!own) wrong.push(`${site.host} lost ${text} (${iri})`);
    else if (!own.deleted && !own.accepted && !own.refused)
      wrong.push(`${text} (${iri}) is for ever on its way`);
    else if (own.accepted && !own.deleted) {
      const copies = await Promise.all(
        sites
          .filter((one) => one.workspaces.length > 0)
          .map((one) => one.store.db.$count(content, eq(content.iri, iri))),
      );
      if (Math.max(...copies) !== 1) wrong.push(`${text} (${iri}) is not at home`);
    }
  }
  for (const { store, host } of sites) {
    const texts = await store.db
      .select({ html: content.html })
      .from(content)
      .where(and(like(content.html, "%Words %"), ne(content.html, "")));
    const twice = texts.map(({ html }) => html).filter((html, nth, all) => all.indexOf(html) !== nth);
    for (const html of twice) wrong.push(`${host} has ${html} twice`);
    for (const { kind, created } of await store.db
      .select()
      .from(askedAct)
      .where(eq(askedAct.state, "waiting")))
      wrong.push(`${host} still waits for an answer to "${kind}" of ${created.toISOString()}`);
  }
  return wrong;
}

/** What its own people wrote, and what they found helpful in that, a server keeps when the rest is called back. */
const isOwn = (line: string, { host }: Site): boolean => {
  const { post, iri } = JSON.parse(line) as Record<string, unknown>;
  return String(post ?? iri).startsWith(`http://${host}/`);
};

/** Everything that is not as it was promised, in words; nothing where all is well. */
export async function wrongs(world: World): Promise<string[]> {
  const { sites } = world;
  const wrong: string[] = [];
  for (const home of sites) {
    for (const place of home.workspaces) {
      const atHome = await seen(home, place.iri);
      for (const site of sites.filter((one) => one !== home)) {
        const says = `${place.address} at ${site.host}:`;
        const here = await standings(site, place.iri, site.host);
        const there = await standings(home, place.iri, site.host);
        for (const iri of new Set([...here.keys(), ...there.keys()])) {
          const [own = "outside", decided = "outside"] = [here.get(iri), there.get(iri)];
          if (own !== decided) wrong.push(`${says} ${iri} is ${own} and at home ${decided}`);
        }
        const held = await seen(site, place.iri);
        if ([...there.values()].some((one) => one === "member" || one === "manager")) {
          for (const line of atHome) if (!held.includes(line)) wrong.push(`${says} lacks ${line}`);
          for (const line of held) if (!atHome.includes(line)) wrong.push(`${says} has ${line}`);
        } else if (there.size === 0 && held.some((line) => !isOwn(line, site)) && place.level !== "open")
          wrong.push(`${says} holds what it may not`);
      }
    }
  }
  return [...wrong, ...(await leaks(world)), ...(await hiddenElsewhere(world)), ...(await lost(world))];
}
