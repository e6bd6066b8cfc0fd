import { connect } from "node:net";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { actor, content, inbox } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { activity, note, record, startPeer } from "../peers/index.ts";
import { type Answer, client } from "../rig.ts";
import { ask, scene, type Scene, type SceneOptions } from "./scene.ts";

vi.setConfig({ testTimeout: 120_000 });

const kept = async ({ a }: Scene) => ({
  inbox: await a.store.db.$count(inbox),
  content: await a.store.db.$count(content),
  actors: await a.store.db.$count(actor),
});

type Case = [what: string, status: number, attempt: (set: Scene) => Promise<Answer>];

/** Each attempt is refused with its status and one line in the log; nothing is kept, and the server goes on serving. */
async function refuses(set: Scene, cases: Case[]): Promise<void> {
  const { felix, group, a } = set;
  // Known before, so that nothing new has to be kept of him.
  await felix.send(set.inbox, activity(felix, "Like", group.iri));
  await set.settle();
  const before = await kept(set);
  for (const [what, status, attempt] of cases) {
    set.log.length = 0;
    const answer = await attempt(set);
    expect([what, answer.status]).toEqual([what, status]);
    await set.settle();
    expect([what, set.log.length]).toEqual([what, 1]);
    expect([what, JSON.parse(set.log[0]!)]).toEqual([
      what,
      expect.objectContaining({ level: "warn", status }),
    ]);
    expect([what, await kept(set)]).toEqual([what, before]);
  }
  expect((await client(a.origin).get("/")).status).toBe(200);
  await felix.send(set.inbox, activity(felix, "Create", note(felix, "still here?", { mentions: [group] })));
  await set.settle();
  expect(await a.store.db.$count(content)).toBe(before.content + 1);
}

const hours = (set: Scene, count: number): Date => new Date(set.a.clock.now().getTime() + count * 3_600_000);

const like = ({ felix, group }: Scene, more: JsonObject = {}): JsonObject => ({
  "@context": "https://www.w3.org/ns/activitystreams",
  id: `${felix.iri}/likes/${Math.round(performance.now() * 1000)}`,
  type: "Like",
  actor: felix.iri,
  object: group.iri,
  ...more,
});

describe("a request that is not what it says is refused at the door", () => {
  test("by its signature, digest and date", async () => {
    const set = await scene();
    const { felix, peer, inbox: to, a } = set;
    const greta = await peer.addActor("greta");
    await refuses(set, [
      ["unsigned", 401, () => felix.send(to, like(set), { headers: { signature: null } })],
      ["a signature that is none", 400, () => felix.send(to, like(set), { headers: { signature: "x" } })],
      ["another's key", 401, () => felix.send(to, like(set), { privateKey: greta.privateKey })],
      [
        "another body than was signed",
        400,
        () => felix.send(to, like(set), { body: JSON.stringify(like(set)) }),
      ],
      ["a wrong digest", 400, () => felix.send(to, like(set), { headers: { digest: "SHA-256=AAAA" } })],
      ["no digest", 400, () => felix.send(to, like(set), { headers: { digest: null } })],
      ["a stale date", 401, () => felix.send(to, like(set), { at: hours(set, -13) })],
      ["a date to come", 401, () => felix.send(to, like(set), { at: hours(set, 2) })],
      ["no date", 400, () => felix.send(to, like(set), { headers: { date: null } })],
      ["RFC 9421, stale", 401, () => felix.send(to, like(set), { spec: "rfc9421", at: hours(set, -13) })],
      [
        "RFC 9421, no digest",
        400,
        () => felix.send(to, like(set), { spec: "rfc9421", headers: { "content-digest": null } }),
      ],
      [
        "signed for another server",
        401,
        async () => {
          const other = `http://other.localhost:${new URL(a.origin).port}/inbox`;
          return felix.send(other, like(set), { headers: { host: a.host } });
        },
      ],
      [
        "a key that its actor does not list",
        401,
        () => felix.send(to, like(set), { keyId: `${felix.iri}#another` }),
      ],
      [
        "a key of nobody",
        401,
        () => felix.send(to, like(set), { keyId: `${peer.origin}/users/nobody#main-key` }),
      ],
      ["a key that is no address", 400, () => felix.send(to, like(set), { keyId: "javascript:alert(1)" })],
    ]);
  });

  test("by its form", async () => {
    const set = await scene();
    const { felix, group, inbox: to } = set;
    const deep = `{"a":`.repeat(1000) + "1" + "}".repeat(1000);
    const create = (more: JsonObject, outer: JsonObject = {}) => {
      const post = note(felix, "words", { mentions: [group], more });
      return felix.send(to, activity(felix, "Create", post, outer));
    };
    const many = (count: number) =>
      Array.from({ length: count }, (_, each) => ({
        type: "Mention",
        href: `${felix.iri}/${each}`,
        name: "@x",
      }));
    await refuses(set, [
      ["malformed", 400, () => felix.send(to, `{"type":`)],
      ["no object", 400, () => felix.send(to, `[1,2,3]`)],
      ["not UTF-8", 400, () => felix.send(to, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))],
      [
        "compressed",
        400,
        () =>
          felix.send(to, gzipSync(JSON.stringify(like(set))), { headers: { "content-encoding": "gzip" } }),
      ],
      ["a form", 415, () => felix.send(to, like(set), { contentType: "application/x-www-form-urlencoded" })],
      ["a page", 415, () => felix.send(to, like(set), { contentType: "text/html" })],
      [
        "nested 1000 deep",
        413,
        () => felix.send(to, `{"id":"${felix.iri}/x","type":"Like","object":${deep}}`),
      ],
      ["10 MB", 413, () => felix.send(to, Buffer.alloc(10 * 1024 * 1024, 32))],
      ["10,000 mentions", 413, () => create({ tag: many(10_000), content: "" })],
      ["1,001 mentions", 413, () => create({ tag: many(1_001) })],
      ["no type", 400, () => felix.send(to, like(set, { type: null }))],
      ["no id", 400, () => felix.send(to, like(set, { id: null }))],
      ["no actor", 400, () => felix.send(to, like(set, { actor: null }))],
      ["no object of a like", 400, () => felix.send(to, like(set, { object: null }))],
      ...[
        "javascript:alert(1)",
        `http://user:pass@${felix.peer.host}/1`,
        `${felix.iri}/${"x".repeat(100_000)}`,
        `${felix.iri}/\u0000`,
        `${felix.iri}/a b`,
        `${felix.iri}\\..\\x`,
        "http:///x",
        "",
      ].map((id): Case => [`the id ${id.slice(0, 60)}`, 400, () => felix.send(to, like(set, { id }))]),
      [
        "a post with a hostile id",
        400,
        () => create({ id: "javascript:alert(1)" }, { id: `${felix.iri}/c/1` }),
      ],
    ]);
  });

  test("by whom it speaks for", async () => {
    const set = await scene();
    const { felix, peer, group, a, amara, inbox: to } = set;
    const other = await startPeer({ clock: a.clock, hostname: "other.localhost" });
    const olga = await other.addActor("olga");
    const greta = await peer.addActor("greta");
    const swapped = await peer.addActor("swapped", {
      publicKey: { ...(felix.document.publicKey as JsonObject) },
    });
    const create = (more: JsonObject, outer: JsonObject = {}) => {
      const post = { ...note(felix, "words", { mentions: [group] }), ...more };
      return felix.send(to, activity(felix, "Create", post, outer));
    };
    await refuses(set, [
      ["an id of another server", 403, () => felix.send(to, like(set, { id: `${olga.iri}/likes/1` }))],
      ["an id of ours", 403, () => felix.send(to, like(set, { id: `${a.origin}/activities/1` }))],
      [
        "an id of ours, oddly spelled",
        403,
        () => felix.send(to, like(set, { id: `http://${a.host.toUpperCase()}/activities/1` })),
      ],
      ["an actor of another server", 403, () => felix.send(to, like(set, { actor: olga.iri }))],
      ["a member of ours", 403, () => felix.send(to, like(set, { actor: `${a.origin}/actors/${amara.id}` }))],
      ["a post of another server", 403, () => create({ id: `${olga.iri}/statuses/1` })],
      ["a post of ours", 403, () => create({ id: `${a.origin}/content/1` })],
      ["a post by another", 403, () => create({ attributedTo: greta.iri })],
      ["a post by somebody on another server", 403, () => create({ attributedTo: olga.iri })],
      [
        "an edit of another's post",
        403,
        () => {
          const theirs = note(greta, "hers", { mentions: [group] });
          return felix.send(to, activity(felix, "Update", { ...theirs, content: "mine" }));
        },
      ],
      [
        "a key whose owner is on another server",
        401,
        () => {
          const keyId = `${peer.origin}/keys/1`;
          peer.serve({ id: keyId, owner: olga.iri, publicKeyPem: "x" });
          return felix.send(to, like(set), { keyId });
        },
      ],
      [
        "a key that an actor took from another",
        401,
        () => felix.send(to, like(set, { actor: swapped.iri }), { keyId: `${swapped.iri}#main-key` }),
      ],
    ]);
  });
});

test("addresses in private networks are refused without a connection", async () => {
  const options: SceneOptions = { environment: { ALLOW_PRIVATE_ADDRESSES: "off" } };
  const set = await scene(options);
  const inside = await record("localhost", () => ({ status: 200, body: "{}" }));
  const port = new URL(inside.origin).port;
  const keys = [
    "http://169.254.169.254/latest/meta-data",
    "https://169.254.169.254/latest/meta-data",
    "http://[::1]/users/x#main-key",
    "https://[::ffff:127.0.0.1]/users/x#main-key",
    "https://2130706433/users/x#main-key",
    `http://localhost:${port}/users/x#main-key`,
    `https://127.0.0.1:${port}/users/x#main-key`,
    "https://10.0.0.1/users/x#main-key",
    set.felix.keyId,
  ];
  set.log.length = 0;
  for (const keyId of keys)
    expect([keyId, (await set.felix.send(set.inbox, like(set), { keyId })).status]).toEqual([keyId, 401]);
  expect(set.log).toHaveLength(keys.length);
  expect(inside.requests).toEqual([]);
  expect(set.peer.requests).toEqual([]);
  expect(await set.a.store.db.$count(inbox)).toBe(0);
  const found = await set.a.running.federation.elsewhere.find(
    `http://127.0.0.1:${port}/users/x`,
    set.amara.id,
  );
  expect(found.ok).toBe(false);
  expect(inside.requests).toEqual([]);
});

describe("a body without end", () => {
  /**
   * Opens a connection, writes a head and then, as fast as the other side takes it, the body; what was answered by the
   * time the connection is closed or something came. Fails when nothing happens for half a minute.
   */
  const raw = (set: Scene, head: string, body: Iterable<string> = []) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(set.a.origin).port), "127.0.0.1");
      let answer = "";
      socket.on("data", (data) => {
        answer += data.toString();
        socket.destroy();
      });
      socket.on("error", (error) => (answer ? undefined : reject(error)));
      socket.on("close", () => resolve(answer));
      socket.setTimeout(30_000, () => socket.destroy(new Error("Neither an answer nor an end")));
      socket.write(
        `POST /inbox HTTP/1.1\r\nHost: ${set.a.host}\r\nContent-Type: application/activity+json\r\n${head}\r\n`,
      );
      // Waits where the connection is full, and goes on when there is room: the writer must not be who stops.
      Readable.from(body).pipe(socket, { end: false });
    });

  function* chunks(count: number) {
    for (let sent = 0; sent < count; sent++) yield `10000\r\n${"x".repeat(0x10000)}\r\n`;
  }

  test("is cut off, whether its length is a lie or not told", async () => {
    const set = await scene();
    expect(await raw(set, "Content-Length: 999999999\r\n")).toMatch(/^HTTP\/1.1 413/);
    // 64 MB, and then nothing: an answer has to come long before.
    expect(await raw(set, "Transfer-Encoding: chunked\r\n", chunks(1000))).toMatch(/^HTTP\/1.1 413/);
  });

  test("that never comes keeps nobody else waiting", async () => {
    const set = await scene();
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(Number(new URL(set.a.origin).port), "127.0.0.1");
      socket.on("error", () => {});
      socket.write(
        `POST /inbox HTTP/1.1\r\nHost: ${set.a.host}\r\nContent-Type: application/activity+json\r\nContent-Length: 500\r\n\r\n{"id"`,
      );
      return socket;
    });
    const create = activity(set.felix, "Create", note(set.felix, "quick", { mentions: [set.group] }));
    expect((await set.felix.send(set.inbox, create)).status).toBe(202);
    expect((await ask(set.group.iri)).status).toBe(200);
    const errors = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const socket of slow) socket.destroy();
    await vi.waitFor(() => expect(set.log).toHaveLength(slow.length), { timeout: 30_000 });
    expect(errors).not.toHaveBeenCalled();
    errors.mockRestore();
  });
});
