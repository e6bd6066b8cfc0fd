import { describe, expect, test, vi } from "vitest";
import { actor, content, inbox } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { activity, everyone, note, type PeerActor, record, type Reply, startPeer } from "../peers/index.ts";
import { contentAt, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

/**
 * What went wrong in other servers, tried here. Each test is named after the published advisory; where it was read
 * stands beside it.
 */
const pathOf = (iri: unknown): string => new URL(String(iri)).pathname;

const answer = (body: JsonObject, type: string): JsonObject =>
  ({ status: 200, headers: { "content-type": type }, body: JSON.stringify(body) }) satisfies Reply as never;

/** What stands here now: nothing of what is tried may change it. */
const kept = async ({ a }: Scene) => ({
  content: await a.store.db.select().from(content),
  names: (await a.store.db.select({ iri: actor.iri, name: actor.name }).from(actor)).filter(
    ({ iri }) => !iri.includes("evil"),
  ),
});

/** A scene in which Felix has written something, and Mallory has a server of her own. */
async function withMallory() {
  const set = await scene();
  const evil = await startPeer({ clock: set.a.clock, hostname: "evil.localhost" });
  const mallory = await evil.addActor("mallory");
  const words = note(set.felix, "what Felix said", { mentions: [set.group] });
  await set.felix.send(set.inbox, activity(set.felix, "Create", words));
  await set.settle();
  return { ...set, evil, mallory, words };
}

/** Sends it, has it dealt with, and says whether it left anything as it was. */
async function changesNothing(
  set: Scene,
  by: PeerActor,
  sent: JsonObject | string,
  how = {},
): Promise<number> {
  const before = await kept(set);
  const { status } = await by.send(set.inbox, sent, how);
  await set.settle();
  expect(await kept(set)).toEqual(before);
  return status;
}

describe("whose word it is", () => {
  // https://github.com/mastodon/mastodon/security/advisories/GHSA-3fjr-858r-92rw
  test("CVE-2024-23832, Mastodon: a document that gives another server's id speaks for nobody there", async () => {
    const set = await withMallory();
    const { evil, felix, mallory, words, a, amara } = set;
    const fake = { ...felix.document, name: "Mallory was here", inbox: `${evil.origin}/inbox` };
    evil.documents.set("/fake", fake);
    evil.documents.set("/fake-post", { ...words, content: "<p>what Felix never said</p>" });
    const before = await kept(set);
    for (const path of ["/fake", "/fake-post"])
      await a.running.federation.elsewhere.find(evil.origin + path, amara.id);
    expect(await kept(set)).toEqual(before);
    for (const object of [`${evil.origin}/fake-post`, fake, words])
      await changesNothing(set, mallory, activity(mallory, "Update", object, { to: [everyone] }));
    expect((await contentAt(a, String(words.id)))!.html).toContain("what Felix said");
  });

  // https://github.com/mastodon/mastodon/security/advisories/GHSA-jhrq-qvrm-qr36
  // https://github.com/misskey-dev/misskey/security/advisories/GHSA-qqrm-9grj-6v32
  test.each(["text/plain", "image/png", "application/octet-stream", "text/html"])(
    "CVE-2024-25623, Mastodon, and CVE-2024-25636, Misskey: an uploaded file (%s) is no actor and no post",
    async (type) => {
      const { a, amara, felix, words, group, peer } = await withMallory();
      const upload = `${felix.iri}/upload`;
      peer.documents.set(pathOf(upload), answer({ ...felix.document, id: upload, name: "Forged" }, type));
      expect(await a.running.federation.elsewhere.find(upload, amara.id)).toMatchObject({ ok: false });
      const post = { ...words, id: `${upload}-post`, content: "<p>never said</p>" };
      peer.documents.set(pathOf(post.id), answer(post, type));
      const create = activity(felix, "Create", post.id, { to: [everyone], cc: [group.iri] });
      await felix.send(`${a.origin}/inbox`, create);
      await a.settle();
      expect(await contentAt(a, post.id)).toBeUndefined();
      // With its own type the same document is what it says.
      peer.documents.set(
        pathOf(upload),
        answer({ ...felix.document, id: upload }, "application/activity+json"),
      );
      expect(await a.running.federation.elsewhere.find(upload, amara.id)).toMatchObject({ ok: true });
    },
  );

  // https://github.com/fedify-dev/fedify/security/advisories/GHSA-6jcc-xgcr-q3h4
  test("CVE-2025-54888, Fedify: what somebody else has signed is refused before anything is done with it", async () => {
    const set = await withMallory();
    const { a, felix, mallory, words } = set;
    const rows = await a.store.db.$count(inbox);
    for (const forged of [
      activity(felix, "Delete", String(words.id), { to: [everyone] }),
      activity(felix, "Update", { ...words, content: "<p>forged</p>" }),
      activity(felix, "Delete", felix.iri, { to: [everyone] }),
    ])
      expect(await changesNothing(set, mallory, forged)).toBe(403);
    expect(await a.store.db.$count(inbox)).toBe(rows);
  });

  // https://github.com/mastodon/mastodon/security/advisories/GHSA-v3xf-c9qf-j667 (read at cve.report)
  test("CVE-2023-42451, Mastodon: another spelling of a host is not that host, nor somebody else", async () => {
    const set = await withMallory();
    const { a, peer, mallory, felix, evil } = set;
    const [name, port] = peer.host.split(":");
    const spellings = [
      `${name}.:${port}`,
      `${name!.toUpperCase()}:${port}`,
      `ｍ${name!.slice(1)}:${port}`,
      `%6d${name!.slice(1)}:${port}`,
      `${name}:${port}@${evil.host}`,
      `${name}\\.${evil.host}`,
      `${name}\u3002:${port}`,
    ];
    for (const host of spellings) {
      const iri = `http://${host}/users/felix`;
      const forged = { ...activity(mallory, "Like", String(set.words.id)), id: `${iri}/likes/1`, actor: iri };
      expect([host, await changesNothing(set, mallory, forged)]).toEqual([
        host,
        expect.toBeOneOf([400, 403]),
      ]);
      // By Felix himself: as another's, it is refused; it never makes him two.
      await felix.send(set.inbox, { ...activity(felix, "Like", String(set.words.id)), actor: iri });
      await set.settle();
    }
    const felixes = (await a.store.db.select({ iri: actor.iri }).from(actor)).filter(({ iri }) =>
      /felix$/i.test(iri),
    );
    expect(felixes).toEqual([{ iri: felix.iri }]);
  });

  // https://www.cve.news/cve-2022-24307
  test("CVE-2022-24307, Mastodon: a context that gives terms other meanings changes nobody's name", async () => {
    const set = await withMallory();
    const { mallory, felix, words } = set;
    const renamed = [
      { actor: "https://evil.example/ns#x", self: { "@id": "as:actor", "@type": "@id" } },
      { self: { "@id": "https://www.w3.org/ns/activitystreams#actor", "@type": "@id" }, actor: null },
    ];
    for (const context of renamed) {
      const sent = {
        ...activity(mallory, "Delete", String(words.id), { to: [everyone] }),
        "@context": ["https://www.w3.org/ns/activitystreams", context],
        self: felix.iri,
      };
      await changesNothing(set, mallory, sent as never);
    }
  });

  // https://app.opencve.io/cve/CVE-2026-46349
  // https://github.com/fedify-dev/fedify/security/advisories/GHSA-9rfg-v8g9-9367
  test("CVE-2026-46349, Mastodon, and GHSA-9rfg-v8g9-9367, Fedify: what was signed is not taken apart and put together anew", async () => {
    const set = await withMallory();
    const { mallory, felix, words } = set;
    const signature = {
      type: "RsaSignature2017",
      creator: felix.keyId,
      created: "2026-11-02T09:00:00Z",
      signatureValue: "x",
    };
    const remove = activity(felix, "Delete", String(words.id), { to: [everyone] });
    const context = remove["@context"]!;
    const shapes: JsonObject[] = [
      { ...remove, signature },
      {
        "@context": context,
        "@graph": [remove],
        signature,
        id: remove.id!,
        type: "Delete",
        actor: felix.iri,
        object: words.id!,
      },
      {
        "@context": context,
        id: `${mallory.iri}/x/1`,
        type: "Undo",
        actor: mallory.iri,
        object: remove,
        signature,
      },
      { "@context": context, id: words.id!, type: "Note", "@reverse": { object: remove }, signature },
      {
        "@context": context,
        id: `${mallory.iri}/x/2`,
        type: "Announce",
        actor: mallory.iri,
        object: remove,
        "@included": [remove],
        signature,
      },
      { "@context": context, "@graph": [{ ...remove, signature }] },
    ];
    for (const shape of shapes) await changesNothing(set, mallory, shape);
  });

  // https://www.vulncheck.com/advisories/nodebb-activitypub-author-spoofing-via-unvalidated-attributedto-mapped-to-local-user
  test("NodeBB, author spoofing: a post by a number, by nobody or by somebody here is nobody's", async () => {
    const set = await withMallory();
    const { a, amara, mallory, group } = set;
    const authors = [
      1,
      amara.id,
      String(amara.id),
      null,
      [],
      {},
      `${a.origin}/actors/${amara.id}`,
      amara.handle,
    ];
    for (const attributedTo of authors) {
      const post = { ...note(mallory, "forged", { mentions: [group] }), attributedTo } as JsonObject;
      const status = await changesNothing(set, mallory, activity(mallory, "Create", post));
      expect([attributedTo, status]).toEqual([attributedTo, expect.toBeOneOf([400, 403])]);
    }
  });
});

describe("what a signature covers", () => {
  // https://www.sentinelone.com/vulnerability-database/cve-2026-28432/
  // CVE-2023-49079: neither digest nor host was compared with what came.
  test("CVE-2026-28432 and CVE-2023-49079, Misskey: a body, a host or a list of headers that was not signed is refused", async () => {
    const set = await withMallory();
    const { a, felix, words } = set;
    const remove = () => activity(felix, "Delete", String(words.id), { to: [everyone] });
    const harmless = JSON.stringify(activity(felix, "Like", String(words.id)));
    expect(await changesNothing(set, felix, harmless, { body: JSON.stringify(remove()) })).toBe(400);
    const other = `http://other.localhost:${new URL(a.origin).port}/inbox`;
    const before = await kept(set);
    expect((await felix.send(other, remove(), { headers: { host: a.host } })).status).toBe(401);
    for (const signature of [
      `keyId="${felix.keyId}",headers="",signature=""`,
      `keyId="${felix.keyId}",algorithm="none",headers="(request-target) host date digest",signature=""`,
      `keyId="${felix.keyId}",algorithm="hmac-sha256",headers="(request-target) host date digest",signature="AAAA"`,
      `keyId="${felix.keyId}",headers="date",signature="AAAA"`,
      `keyId="${felix.keyId}"`,
    ])
      expect((await felix.send(set.inbox, remove(), { headers: { signature } })).status).toBeOneOf([
        400, 401,
      ]);
    await set.settle();
    expect(await kept(set)).toEqual(before);
  });
});

describe("what a server can be made to do", () => {
  // https://github.com/fedify-dev/fedify/security/advisories/GHSA-gm9m-gwc4-hwgp
  // GHSA-97w4-f4rq-mgqm: a page's link to its other form began the count anew.
  test("CVE-2026-34148 and GHSA-97w4-f4rq-mgqm, Fedify: redirects and links to other forms come to an end", async () => {
    const set = await withMallory();
    const { felix } = set;
    let step = 0;
    const loop = await record("loop.localhost", ({ path }): Reply => {
      const next = `${loop.origin}/hop/${++step}`;
      if (path.includes("page")) {
        const link = `<link rel="alternate" type="application/activity+json" href="${next}page">`;
        return {
          status: 200,
          headers: {
            "content-type": "text/html",
            link: `<${next}page>; rel="alternate"; type="application/activity+json"`,
          },
          body: link,
        };
      }
      return { status: 302, headers: { location: next } };
    });
    for (const path of ["/users/x", "/page"]) {
      loop.requests.length = 0;
      const keyId = `${loop.origin}${path}#main-key`;
      const { status } = await felix.send(set.inbox, activity(felix, "Like", String(set.words.id)), {
        keyId,
      });
      expect([path, status]).toEqual([path, expect.toBeOneOf([401, 503])]);
      expect(loop.requests.length).toBeLessThan(20);
    }
  });

  // https://osv.dev/vulnerability/CVE-2025-32948
  test("CVE-2025-32948, PeerTube: addresses that an activity names are not asked for, however many", async () => {
    const set = await withMallory();
    const { mallory, group, a } = set;
    const victim = await record("victim.localhost", () => ({ status: 404 }));
    const links = Array.from({ length: 500 }, (_, each) => `${victim.origin}/${each}`);
    const post = note(mallory, "a list", {
      mentions: [group],
      more: {
        attachment: links.map((url) => ({ type: "Document", url })),
        tag: [
          ...links.map((href) => ({ type: "Mention", href, name: "@x" })),
          { type: "Mention", href: group.iri, name: group.name },
        ],
        context: links[0]!,
        replies: links[1]!,
        likes: links[2]!,
        url: links[3]!,
      },
    });
    await mallory.send(set.inbox, activity(mallory, "Create", post));
    for (const type of ["Announce", "Add", "Create", "View"]) {
      const object = {
        type: "Playlist",
        id: `${mallory.iri}/playlists/1`,
        orderedItems: links,
        totalItems: 500,
        first: links[4]!,
      };
      await mallory.send(set.inbox, activity(mallory, type, object, { target: links[5]! }));
    }
    await set.settle();
    expect(victim.requests).toEqual([]);
    expect(await contentAt(a, String(post.id))).toMatchObject({ kind: "discussion" });
  });

  // https://osv.dev/vulnerability/CVE-2025-32947
  test("CVE-2025-32947, PeerTube: a collection without end keeps nobody busy", async () => {
    const set = await scene();
    const { a, amara, peer, inbox: to, settle } = set;
    const iri = `${peer.origin}/users/ward`;
    const group = await peer.addActor("ward", { type: "Group", attributedTo: `${iri}/moderators` });
    const page = (at: string, more: JsonObject = {}) => ({
      id: `${iri}/${at}`,
      type: "OrderedCollectionPage",
      orderedItems: [],
      ...more,
    });
    peer.serve({
      id: `${iri}/outbox`,
      type: "OrderedCollection",
      totalItems: 5,
      first: `${iri}/one`,
      last: `${iri}/one`,
    });
    peer.serve(page("one", { prev: `${iri}/two`, next: `${iri}/two` }));
    peer.serve(page("two", { prev: `${iri}/one`, next: `${iri}/one` }));
    const managers = Array.from({ length: 5_000 }, (_, each) => `${iri}-${each}`);
    peer.serve({ id: `${iri}/moderators`, type: "OrderedCollection", orderedItems: managers });
    const found = await a.running.federation.elsewhere.find(iri, amara.id);
    if (!found.ok) throw new Error(found.problem);
    const { join } = await import("../../src/workspaces/index.ts");
    await join(a.context(amara), { workspaceId: found.value.id });
    await settle();
    await group.send(to, activity(group, "Accept", peer.activities("Follow")[0]!));
    await settle();
    expect(peer.requests.filter(({ method }) => method === "GET").length).toBeLessThan(300);
    const [row] = await a.store.db.query.history.findMany();
    expect(row?.state).toBe("done");
  });
});
