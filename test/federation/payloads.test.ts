import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { eq } from "drizzle-orm";
import { content, discussion, inbox, membership } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { join as joinWorkspace } from "../../src/workspaces/index.ts";
import { activity, everyone, type PeerActor } from "../peers/index.ts";
import { actorAt, arrivedAt, contentAt, iriOf, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 120_000 });

/** What other programs really send. They are not part of this project: where they lie beside it, they are read. */
const folder = "../shared/payloads";
const present = existsSync(folder);
if (!present) console.warn(`SKIPPED: no payloads to take in, as ${folder} is not there.`);

const text = (name: string): string => readFileSync(join(folder, name), "utf8");

/** A payload with other addresses in it: the first that fits counts. */
function retold(name: string, addresses: [RegExp, string][]): JsonObject {
  const told = addresses.reduce((sofar, [from, to]) => sofar.replaceAll(from, to), text(name));
  return JSON.parse(told) as JsonObject;
}

async function take(set: Scene, by: PeerActor, sent: JsonObject): Promise<string | undefined> {
  const answer = await by.send(set.inbox, sent);
  expect([sent.type, answer.status, answer.text]).toEqual([sent.type, 202, ""]);
  await set.settle();
  set.a.clock.tick({ minutes: 1 });
  return (await arrivedAt(set.a, sent.id))?.state;
}

describe.skipIf(!present)("payloads of other programs", () => {
  test("are all taken, and none is more than the server can bear", async () => {
    // One of Mastodon's is a post without an activity around it.
    const names = globSync("*/activities/**/*.json", { cwd: folder }).filter(
      (name) => (JSON.parse(text(name)) as JsonObject).actor !== undefined,
    );
    expect(names.length).toBeGreaterThan(40);
    const set = await scene();
    const errors = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const name of names) {
      const { origin } = new URL(String((JSON.parse(text(name)) as JsonObject).actor));
      const sent = retold(name, [
        [new RegExp(`${origin.replaceAll(".", "\\.")}(?=[/"#])`, "g"), set.peer.origin],
      ]);
      // Whoever it is by: the same person under another address.
      const iri = String(sent.actor);
      const document = {
        ...set.felix.document,
        id: iri,
        publicKey: { ...(set.felix.document.publicKey as JsonObject), id: `${iri}#k`, owner: iri },
      };
      set.peer.serve(document);
      const answer = await set.felix.send(set.inbox, sent, { keyId: `${iri}#k` });
      expect([name, answer.status, answer.text]).toEqual([name, 202, ""]);
    }
    await set.settle();
    expect(errors).not.toHaveBeenCalled();
    errors.mockRestore();
    expect(await set.a.store.db.$count(inbox)).toBeGreaterThan(30);
  });

  test("of a person on Lemmy: follow, post, comment, like, edit, delete and leave", async () => {
    const set = await scene();
    const { a, felix, group, peer } = set;
    const lemmy = (name: string) =>
      retold(`lemmy/activities/${name}.json`, [
        [/https?:\/\/enterprise\.lemmy\.ml\/[cu]\/(?:main|tenforward)/g, group.iri],
        [/https?:\/\/(?:ds9|enterprise)\.lemmy\.ml\/u\/lemmy_(?:alpha|beta)/g, felix.iri],
        [/https?:\/\/(?:ds9|enterprise)\.lemmy\.ml/g, peer.origin],
      ]);
    const post = `${peer.origin}/post/1`;
    const comment = `${peer.origin}/comment/1`;
    expect(await take(set, felix, lemmy("following/follow"))).toBe("done");
    expect(peer.activities("Accept")).toHaveLength(1);
    expect(await take(set, felix, lemmy("create_or_update/create_page"))).toBe("done");
    expect(await contentAt(a, post)).toMatchObject({
      kind: "discussion",
      title: "test post",
      source: "test body",
    });
    expect(await take(set, felix, lemmy("create_or_update/create_comment"))).toBe("done");
    expect(await contentAt(a, comment)).toMatchObject({ kind: "comment", html: "hello" });
    expect(await take(set, felix, lemmy("voting/like_note"))).toBe("done");
    expect(await contentAt(a, comment)).toMatchObject({ likes: 1 });
    expect(await take(set, felix, lemmy("voting/undo_like_note"))).toBe("done");
    expect(await contentAt(a, comment)).toMatchObject({ likes: 0 });
    expect(await take(set, felix, lemmy("voting/dislike_page"))).toBe("ignored");
    expect(await take(set, felix, lemmy("create_or_update/update_page"))).toBe("done");
    expect(await contentAt(a, post)).toMatchObject({ title: "test post 1", edited: expect.any(Date) });
    expect(await take(set, felix, lemmy("deletion/delete_page"))).toBe("done");
    expect(await contentAt(a, post)).toMatchObject({ deleted: expect.any(Date), html: "" });
    expect(await take(set, felix, lemmy("following/undo_follow"))).toBe("done");
    const row = await actorAt(a, felix.iri);
    const [member] = await a.store.db.select().from(membership).where(eq(membership.actorId, row!.id));
    expect(member?.state).toBe("left");
  });

  test("of a Lemmy community: it is found, lets us in, and passes on posts, locks, pins and removals", async () => {
    const set = await scene();
    const { a, amara, peer, felix } = set;
    const iri = `${peer.origin}/users/main`;
    const addresses: [RegExp, string][] = [
      [/https?:\/\/(?:enterprise|ds9)\.lemmy\.ml\/[cu]\/(?:main|tenforward)/g, iri],
      [/https?:\/\/lemmy-alpha:8541\/c\/main/g, iri],
      [/https?:\/\/[\w.:-]+\/u\/\w+/g, felix.iri],
      [/https?:\/\/(?:enterprise\.lemmy\.ml|ds9\.lemmy\.ml|lemmy-alpha:8541)/g, peer.origin],
    ];
    const lemmy = (name: string) => retold(`lemmy/${name}.json`, addresses);
    const { publicKey: _, endpoints: __, ...said } = lemmy("objects/group");
    const main = await peer.addActor("main", { ...said, endpoints: { sharedInbox: `${peer.origin}/inbox` } });
    for (const name of ["moderators", "outbox"])
      peer.serve({ ...lemmy(`collections/group_${name}`), id: `${iri}/${name}`, orderedItems: [] });
    const found = await a.running.federation.elsewhere.find(iri, amara.id);
    if (!found.ok || found.value.kind !== "workspace") throw new Error("The community was not found");
    await joinWorkspace(a.context(amara), { workspaceId: found.value.id });
    await set.settle();
    const accept = { ...lemmy("activities/following/accept"), object: peer.activities("Follow")[0]! };
    expect(await take(set, main, accept)).toBe("done");

    expect(await take(set, main, lemmy("activities/community/announce_create_page"))).toBe("done");
    const post = `${peer.origin}/post/7`;
    expect(await contentAt(a, post)).toMatchObject({ kind: "discussion", title: "post 4" });

    const pass = (name: string) => {
      const inner = JSON.parse(
        JSON.stringify(lemmy(name)).replaceAll(`${peer.origin}/post/2"`, `${post}"`),
      ) as JsonObject;
      return take(set, main, activity(main, "Announce", inner, { to: [everyone], cc: [`${iri}/followers`] }));
    };
    const featured = (await actorAt(a, iri))!.featured;
    expect(featured).toBe(`${iri}//featured`);
    const marks = async () => (await a.store.db.select().from(discussion))[0];
    expect(await pass("activities/community/lock_page")).toBe("done");
    expect((await marks())?.locked).toEqual(expect.any(Date));
    expect(await pass("activities/community/undo_lock_page")).toBe("done");
    expect((await marks())?.locked).toBeNull();
    const pin = (name: string) => {
      const inner = lemmy(`activities/community/${name}`);
      const carried = { ...inner, object: post, target: featured };
      return take(set, main, activity(main, "Announce", carried, { to: [everyone], cc: [] }));
    };
    expect(await pin("add_featured_post")).toBe("done");
    expect((await marks())?.pinned).toEqual(expect.any(Date));
    const unpinned = {
      ...lemmy("activities/community/remove_featured_post"),
      object: post,
      target: featured,
    };
    expect(
      await take(set, main, activity(main, "Announce", unpinned as JsonObject, { to: [everyone], cc: [] })),
    ).toBe("done");
    expect((await marks())?.pinned).toBeNull();
    const removal = { ...lemmy("activities/deletion/remove_note"), object: post };
    expect(await take(set, main, activity(main, "Announce", removal, { to: [everyone], cc: [] }))).toBe(
      "done",
    );
    expect(await contentAt(a, post)).toMatchObject({ deleted: expect.any(Date) });
  });

  test("of a person on Mastodon: follow, reply, like, take back, delete and leave", async () => {
    const set = await scene();
    const { a, amara, felix, group, peer, workspaceId } = set;
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
    await set.settle();
    const post = await iriOf(a, id);
    const mastodon = (name: string) =>
      retold(`mastodon/activities/${name}.json`, [
        [/https:\/\/mamot\.fr\/users\/retiolus\/statuses\/\d+/g, post],
        [/https:\/\/mamot\.fr\/users\/retiolus/g, `${a.origin}/actors/${amara.id}`],
        [/https:\/\/ds9\.lemmy\.ml\/post\/\d+/g, post],
        [/https:\/\/ds9\.lemmy\.ml\/c\/testcom/g, group.iri],
        [/https:\/\/masto\.asonix\.dog\/users\/asonix/g, felix.iri],
        [/https:\/\/mastodon\.madrid\/users\/felix/g, felix.iri],
        [/https:\/\/mastodon\.\w+\/(?:users\/\w+|actor)/g, felix.iri],
        [/https:\/\/(?:masto\.asonix\.dog|mastodon\.\w+)/g, peer.origin],
      ]);
    expect(await take(set, felix, mastodon("follow"))).toBe("done");
    const reply = mastodon("create_note");
    expect(await take(set, felix, reply)).toBe("done");
    const iri = String((reply.object as JsonObject).id);
    expect(await contentAt(a, iri)).toMatchObject({ kind: "comment", parentId: id });
    expect((await contentAt(a, iri))?.html).toContain("thinkpad");
    expect(await take(set, felix, mastodon("like_page"))).toBe("done");
    expect(await contentAt(a, post)).toMatchObject({ likes: 1 });
    expect(await take(set, felix, mastodon("undo_like_page"))).toBe("done");
    expect(await contentAt(a, post)).toMatchObject({ likes: 0 });
    const gone = mastodon("delete");
    const removal = { ...gone, object: { ...(gone.object as JsonObject), id: iri } };
    expect(await take(set, felix, removal)).toBe("done");
    expect(await contentAt(a, iri)).toMatchObject({ deleted: expect.any(Date) });
    expect(await take(set, felix, mastodon("flag"))).toBe("ignored");
    expect(await take(set, felix, mastodon("undo_follow"))).toBe("done");
    expect(await a.store.db.$count(content)).toBe(2);
  });
});
