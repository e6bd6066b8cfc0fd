import { and, eq, inArray, like, ne, notLike } from "drizzle-orm";
import { activity, actor, content, event, hiddenPost, membership } from "../../../db/index.ts";
import type { Site } from "./site.ts";
import type { World } from "./world.ts";

/** Servers somebody of which was ever let in. */
async function everLetIn(home: Site, workspaceId: number): Promise<Set<string>> {
  const letIn = await home.store.db
    .select({ data: event.data })
    .from(event)
    .where(
      and(
        eq(event.workspaceId, workspaceId),
        inArray(event.kind, ["member.approved", "member.joined", "member.readmitted"]),
      ),
    );
  const hostsOf = await home.store.db.select({ id: actor.id, host: actor.host }).from(actor);
  return new Set(
    letIn.map(({ data }) => hostsOf.find(({ id }) => id === data.memberId)?.host).filter((host) => !!host),
  ) as Set<string>;
}

/** What a stranger, who signs nothing, is shown of a workspace that is not for everybody. */
async function shownToStrangers({ sites }: World, home: Site, iri: string, own: string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const site of sites) {
    const posts = await site.store.db
      .select({ id: content.id, iri: content.iri })
      .from(content)
      .innerJoin(actor, eq(actor.id, content.workspaceId))
      .where(eq(actor.iri, iri));
    const ids = posts.map(({ id }) => id);
    // What was said of them while they stood elsewhere, too.
    const activities = await site.store.db
      .select({ iri: activity.iri })
      .from(activity)
      .where(and(inArray(activity.contentId, ids), like(activity.iri, `${site.origin}/%`)));
    const passedOn = await site.store.db
      .select({ iri: activity.iri })
      .from(activity)
      .innerJoin(actor, eq(actor.id, activity.workspaceId))
      .where(and(eq(actor.iri, iri), like(activity.iri, `${site.origin}/%`)));
    const addresses = [...posts, ...activities, ...passedOn].map((one) => one.iri);
    for (const address of new Set([...addresses, ...(site === home ? own : [])])) {
      if (!address.startsWith(`${site.origin}/`)) continue;
      const headers = { accept: "application/activity+json" };
      const answer = await (await site.fetch(new Request(address, { headers }))).text();
      if (/Words \d/.test(answer)) wrong.push(`${address} is shown to strangers`);
    }
  }
  return wrong;
}

/** What somebody sees, or a server has, that they may not. */
export async function leaks(world: World): Promise<string[]> {
  const { sites, secrets, heard, opened } = world;
  const wrong: string[] = [];
  const closed = sites.flatMap((home) =>
    home.workspaces.filter(({ level }) => level !== "open").map((place) => ({ home, place })),
  );
  const toldTo = new Map<Site, boolean>();
  for (const { home, place } of closed) {
    const people = await home.store.db
      .select({ host: actor.host, state: membership.state })
      .from(membership)
      .innerJoin(actor, eq(actor.id, membership.actorId))
      .where(eq(membership.workspaceId, place.id));
    const ever = await everLetIn(home, place.id);
    for (const site of sites.filter((one) => one !== home)) {
      toldTo.set(site, toldTo.get(site) === true || ever.has(site.host));
      // Where nobody belongs any more, nothing of others is kept.
      if (people.some(({ host, state }) => host === site.host && state === "active")) continue;
      const kept = await site.store.db
        .select({ iri: content.iri, html: content.html })
        .from(content)
        .innerJoin(actor, eq(actor.id, content.workspaceId))
        .where(and(eq(actor.iri, place.iri), ne(content.html, ""), notLike(content.iri, `${site.origin}/%`)));
      for (const { iri, html } of kept) wrong.push(`${site.host} still keeps ${html} (${iri})`);
    }
    wrong.push(
      ...(await shownToStrangers(world, home, place.iri, [`${place.iri}/outbox`, `${place.iri}/featured`])),
    );
  }
  // Where nobody was ever let in nothing was ever told.
  for (const site of sites) {
    if (toldTo.get(site) || closed.some(({ home }) => home === site)) continue;
    const all = (heard.get(site.host) ?? []).join("\n");
    for (const { text, host, root } of secrets)
      if (host !== site.host && !opened.has(root ?? "") && all.includes(text))
        wrong.push(`${site.host} was told "${text}"`);
  }
  return wrong;
}

/** What is hidden where no administrator has hidden it. */
export async function hiddenElsewhere({ sites, hidden }: World): Promise<string[]> {
  const wrong: string[] = [];
  for (const { store, host } of sites) {
    const rows = await store.db
      .select({ iri: content.iri, hidden: content.hidden, row: hiddenPost.contentId })
      .from(content)
      .leftJoin(hiddenPost, eq(hiddenPost.contentId, content.id));
    for (const { iri, hidden: since, row } of rows) {
      const own = hidden.some((one) => one.host === host && one.iri === iri);
      if ((since || row) && !own) wrong.push(`${iri} is hidden at ${host}, where nobody hid it`);
    }
  }
  return wrong;
}
