import { and, eq, inArray, like, ne, notLike } from "drizzle-orm";
import { activity, actor, content, event, membership } from "../../../db/index.ts";
import { holdings } from "../holdings.ts";
import type { Site } from "./site.ts";
import type { World } from "./world.ts";

/** How people stand in a workspace, by address; of a server, its own people only. */
async function standings({ store }: Site, workspaceIri: string, of: string): Promise<Map<string, string>> {
  const [place] = await store.db.select({ id: actor.id }).from(actor).where(eq(actor.iri, workspaceIri));
  const rows = await store.db
    .select({ iri: actor.iri, state: membership.state })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(and(eq(membership.workspaceId, place?.id ?? 0), eq(actor.host, of)));
  // Why somebody does not belong to it is for those to know who decide it.
  const inside = (state: string) => (state === "active" || state === "requested" ? state : "outside");
  return new Map(rows.map(({ iri, state }) => [iri, inside(state)]));
}

interface Line {
  post?: string;
  iri?: string;
  discussion?: string;
  deleted?: boolean;
  refused?: string | null;
}

/** What readers see of a workspace: what was deleted, and what its home would not have, is not there. */
async function seen(site: Site, workspaceIri: string): Promise<string[]> {
  const lines = (await holdings(site.store, workspaceIri)).map(
    (line) => JSON.parse(line) as Line & Record<string, unknown>,
  );
  const hidden = new Set(
    lines.filter(({ deleted, refused }) => deleted === true || refused).map(({ post }) => post),
  );
  return lines
    .filter(({ post, iri, discussion }) => [post, iri, discussion].some(Boolean))
    .filter(({ post, iri, discussion }) => !hidden.has(post ?? iri ?? discussion))
    .map(({ last: _last, parent, ...line }) =>
      JSON.stringify({ ...line, parent: hidden.has(parent as string) ? "gone" : parent }),
    )
    .sort();
}

/** What somebody sees, or a server has, that they may not. */
async function leaks({ sites, secrets, heard }: World): Promise<string[]> {
  const wrong: string[] = [];
  const [home] = sites;
  const closed = home!.workspaces.find(({ level }) => level !== "open")!;
  const people = await home!.store.db
    .select({ host: actor.host, state: membership.state })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(eq(membership.workspaceId, closed.id));
  const letIn = await home!.store.db
    .select({ data: event.data })
    .from(event)
    .where(
      and(
        eq(event.workspaceId, closed.id),
        inArray(event.kind, ["member.approved", "member.joined", "member.readmitted"]),
      ),
    );
  const hostsOf = await home!.store.db.select({ id: actor.id, host: actor.host }).from(actor);
  const ever = new Set(
    letIn.map(({ data }) => hostsOf.find(({ id }) => id === data.memberId)?.host).filter(Boolean),
  );
  for (const site of sites.slice(1)) {
    const foreign = secrets.filter(({ host }) => host !== site.host);
    const all = (heard.get(site.host) ?? []).join("\n");
    // Where nobody was ever let in nothing was ever told.
    if (!ever.has(site.host))
      for (const { text } of foreign) if (all.includes(text)) wrong.push(`${site.host} was told "${text}"`);
    // And where nobody belongs any more, nothing of others is kept.
    if (people.some(({ host, state }) => host === site.host && state === "active")) continue;
    const kept = await site.store.db
      .select({ iri: content.iri, html: content.html })
      .from(content)
      .innerJoin(actor, eq(actor.id, content.workspaceId))
      .where(and(eq(actor.iri, closed.iri), ne(content.html, ""), notLike(content.iri, `${site.origin}/%`)));
    for (const { iri, html } of kept) wrong.push(`${site.host} still keeps ${html} (${iri})`);
  }
  // A stranger, who signs nothing.
  for (const site of sites) {
    const posts = await site.store.db
      .select({ iri: content.iri })
      .from(content)
      .innerJoin(actor, eq(actor.id, content.workspaceId))
      .where(and(eq(actor.iri, closed.iri), like(content.iri, `${site.origin}/%`)));
    const activities = await site.store.db
      .select({ iri: activity.iri })
      .from(activity)
      .innerJoin(actor, eq(actor.id, activity.workspaceId))
      .where(eq(actor.iri, closed.iri));
    const own = site === home ? [`${closed.iri}/outbox`, `${closed.iri}/featured`] : [];
    for (const iri of [...posts.map((one) => one.iri), ...activities.map((one) => one.iri), ...own]) {
      const headers = { accept: "application/activity+json" };
      const answer = await (await site.fetch(new Request(iri, { headers }))).text();
      if (/Words \d/.test(answer)) wrong.push(`${iri} is shown to strangers`);
    }
  }
  return wrong;
}

/** Everything that is not as it was promised, in words; nothing where all is well. */
export async function wrongs(world: World): Promise<string[]> {
  const { sites, written } = world;
  const wrong: string[] = [];
  for (const home of sites) {
    for (const place of home.workspaces) {
      const atHome = await seen(home, place.iri);
      for (const site of sites.filter((one) => one !== home)) {
        const says = `${place.level} at ${site.host}:`;
        const here = await standings(site, place.iri, site.host);
        const there = await standings(home, place.iri, site.host);
        for (const iri of new Set([...here.keys(), ...there.keys()])) {
          const [own = "outside", decided = "outside"] = [here.get(iri), there.get(iri)];
          if (own !== decided) wrong.push(`${says} ${iri} is ${own} and at home ${decided}`);
        }
        const held = await seen(site, place.iri);
        if ([...there.values()].includes("active")) {
          for (const line of atHome) if (!held.includes(line)) wrong.push(`${says} lacks ${line}`);
          for (const line of held) if (!atHome.includes(line)) wrong.push(`${says} has ${line}`);
        } else if (there.size === 0 && held.length > 0 && place.level !== "open")
          wrong.push(`${says} holds what it may not`);
      }
    }
  }
  wrong.push(...(await leaks(world)));
  // What a server took in is at the workspace's home, or its author was told why not; and it is there once.
  for (const { site, iri, text } of written) {
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
  return wrong;
}
