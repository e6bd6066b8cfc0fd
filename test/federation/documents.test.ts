import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../federation/wire/json.ts";
import { addComment, deleteContent, openDiscussion, setLike, setPinned } from "../../src/forums/index.ts";
import { activity, note } from "../peers/index.ts";
import { ask, contentAt, iriOf, joined, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const read = async (url: string): Promise<JsonObject> => {
  const answer = await ask(url);
  expect([url, answer.status]).toEqual([url, 200]);
  expect(answer.headers["content-type"]).toMatch(/^application\/activity\+json/);
  return answer.json<JsonObject>();
};

const pem = expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\n/);

describe("actors", () => {
  test("a workspace says all that other servers look for", async () => {
    const { a, group } = await scene();
    const said = await read(group.iri);
    expect(said).toMatchObject({
      id: group.iri,
      type: "Group",
      preferredUsername: "sepsis-network",
      name: "Sepsis network",
      summary: expect.any(String),
      url: `${a.origin}/workspaces/sepsis-network`,
      inbox: `${group.iri}/inbox`,
      outbox: `${group.iri}/outbox`,
      followers: `${group.iri}/followers`,
      attributedTo: `${group.iri}/moderators`,
      moderators: `${group.iri}/moderators`,
      featured: `${group.iri}/featured`,
      endpoints: { sharedInbox: `${a.origin}/inbox` },
      publicKey: { id: `${group.iri}#main-key`, owner: group.iri, publicKeyPem: pem },
      postingRestrictedToMods: false,
      manuallyApprovesFollowers: false,
      discoverable: true,
      indexable: true,
      published: expect.stringMatching(/Z$/),
      webfinger: group.name.slice(1),
    });
    expect(said.assertionMethod).toMatchObject([
      { type: "Multikey", controller: group.iri, publicKeyMultibase: expect.stringMatching(/^z6Mk/) },
    ]);
    expect(said["@context"]).toContain("https://www.w3.org/ns/activitystreams");
    // A page for people, at the same address.
    const page = await ask(group.iri, { accept: "text/html" });
    expect([page.status, page.location]).toEqual([302, "/workspaces/sepsis-network"]);
  });

  test("a restricted one approves who follows, and is found all the same", async () => {
    const { group } = await scene({ level: "restricted" });
    expect(await read(group.iri)).toMatchObject({
      manuallyApprovesFollowers: true,
      discoverable: true,
      indexable: false,
      level: "restricted",
    });
  });

  test("a member and the instance itself", async () => {
    const { a, amara } = await scene();
    const iri = `${a.origin}/actors/${amara.id}`;
    expect(await read(iri)).toMatchObject({
      id: iri,
      type: "Person",
      preferredUsername: amara.handle,
      name: "Amara Okafor",
      inbox: `${iri}/inbox`,
      outbox: `${iri}/outbox`,
      followers: `${iri}/followers`,
      endpoints: { sharedInbox: `${a.origin}/inbox` },
      publicKey: { id: `${iri}#main-key`, owner: iri, publicKeyPem: pem },
      attachment: [
        { type: "PropertyValue", name: "Job", value: "Consultant" },
        { type: "PropertyValue", name: "Organisation", value: "North Shore Hospitals Trust" },
      ],
    });
    const { instance } = await import("../../db/index.ts");
    const [row] = await a.store.db.select().from(instance);
    const application = await read(`${a.origin}/actors/${row!.actorId}`);
    expect(application).toMatchObject({ type: "Application", publicKey: { publicKeyPem: pem } });
    for (const one of [iri, String(application.id)])
      for (const [part, type] of [
        ["outbox", "OrderedCollection"],
        ["followers", "Collection"],
      ] as const)
        expect(await read(`${one}/${part}`)).toMatchObject({ type, totalItems: 0 });
  });
});

describe("discovery", () => {
  test("a handle leads to the actor and the actor to the handle", async () => {
    const { a, amara, group } = await scene();
    const finger = async (resource: string) =>
      ask(`${a.origin}/.well-known/webfinger?resource=${encodeURIComponent(resource)}`);
    for (const resource of [`acct:sepsis-network@${a.host}`, `acct:Sepsis-Network@${a.host}`, group.iri]) {
      const answer = await finger(resource);
      expect(answer.headers["content-type"]).toMatch(/^application\/jrd\+json/);
      const jrd = answer.json<{ subject: string; aliases?: string[]; links: JsonObject[] }>();
      expect([jrd.subject.toLowerCase(), ...(jrd.aliases ?? [])]).toContain(`acct:sepsis-network@${a.host}`);
      expect(jrd.links).toContainEqual(
        expect.objectContaining({ rel: "self", href: group.iri, type: "application/activity+json" }),
      );
      expect(jrd.links).toContainEqual({
        rel: "http://ostatus.org/schema/1.0/subscribe",
        template: `${a.origin}/authorize_interaction?uri={uri}`,
      });
    }
    const person = (await finger(`acct:${amara.handle}@${a.host}`)).json<{ links: JsonObject[] }>();
    expect(person.links.find(({ rel }) => rel === "self")).toMatchObject({
      href: `${a.origin}/actors/${amara.id}`,
    });
    expect((await finger(`acct:nobody@${a.host}`)).status).toBe(404);
    expect((await finger("acct:sepsis-network@other.example")).status).toBe(404);
  });

  test("NodeInfo and host-meta tell what this is and where to look", async () => {
    const { a, amara, workspaceId } = await scene();
    await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
    const list = (await ask(`${a.origin}/.well-known/nodeinfo`)).json<{ links: JsonObject[] }>();
    const href = `${a.origin}/nodeinfo/2.1`;
    expect(list.links).toContainEqual({
      rel: "http://nodeinfo.diaspora.software/ns/schema/2.1",
      href,
      ...(list.links[0]!.type ? { type: list.links[0]!.type } : {}),
    });
    const answer = await ask(href);
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    expect(answer.json()).toMatchObject({
      version: "2.1",
      software: { name: "tombolo", version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      protocols: ["activitypub"],
      services: { inbound: [], outbound: [] },
      openRegistrations: false,
      usage: { users: { total: 2 }, localPosts: 1, localComments: 0 },
      metadata: { organisation: { name: "North Shore Hospitals Trust" } },
    });
    const meta = await ask(`${a.origin}/.well-known/host-meta`);
    expect(meta.headers["content-type"]).toMatch(/^application\/xrd\+xml/);
    expect(meta.text).toContain(`template="${a.origin}/.well-known/webfinger?resource={uri}"`);
  });
});

test("every address in what was sent leads to what it names, until it is deleted", async () => {
  const set = await scene();
  const { a, amara, workspaceId, group, felix, peer } = set;
  const asked = await joined(set, felix);
  const id = await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
  const comment = await addComment(a.context(amara), { parentId: id, source: "More." });
  await setLike(a.context(amara), { contentId: id, liked: true });
  await setPinned(a.context(amara), { contentId: id, on: true });
  const said = note(felix, "and mine", { mentions: [group], inReplyTo: await iriOf(a, comment) });
  await felix.send(group.inbox, activity(felix, "Create", said));
  await set.settle();

  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string" && value.startsWith(`${a.origin}/`)) found.add(value.split("#")[0]!);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  peer.activities().forEach(collect);
  expect(found.size).toBeGreaterThan(15);
  for (const url of found) {
    // An inbox is posted to, and what was said between two is for these two.
    if (url.endsWith("inbox")) continue;
    const answer = await felix.fetch(url);
    expect([url, answer.status]).toEqual([url, 200]);
    expect([url, answer.json<JsonObject>().id]).toEqual([url, url]);
  }
  const [accept] = peer.activities("Accept");
  expect(accept).toMatchObject({
    actor: group.iri,
    object: { id: asked.id, type: "Follow", actor: felix.iri },
  });
  expect((await ask(String(accept!.id))).status).toBe(404);

  const post = await iriOf(a, comment);
  const [create] = peer
    .activities("Announce")
    .map((one) => one.object as JsonObject)
    .filter((one) => (one.object as JsonObject | undefined)?.id === post);
  await deleteContent(a.context(amara), { contentId: comment });
  await set.settle();
  const tombstone = await ask(post);
  expect(tombstone.status).toBe(410);
  expect(tombstone.json()).toMatchObject({ id: post, type: "Tombstone", formerType: "Note" });
  const gone = await ask(String(create!.id));
  expect([gone.status, gone.text.includes("More.")]).toEqual([410, false]);
  expect((await ask(`${a.origin}/content/1`)).status).toBe(404);
  expect((await ask(`${a.origin}/activities/1`)).status).toBe(404);
  expect((await ask(`${a.origin}/actors/1`)).status).toBe(404);
  expect(await contentAt(a, String(said.id))).toMatchObject({ kind: "comment" });
});
