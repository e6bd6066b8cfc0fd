import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { Hono } from "hono";
import { describe, expect, test, vi } from "vitest";
import { actor, actorKey, content, inbox, membership } from "../../db/index.ts";
import type { Deps } from "../../federation/deps.ts";
import { createFederation } from "../../federation/index.ts";
import { inboxRoutes } from "../../federation/inbox/receive.ts";
import { publicKeys } from "../../federation/remote/keys.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { readPem } from "../../federation/wire/keys.ts";
import type { Agent } from "../../src/agent/index.ts";
import { readEnv } from "../../src/env.ts";
import { setUp } from "../../src/organisations/index.ts";
import type { Web, WebEnv } from "../../src/web/index.ts";
import { createWorkspace } from "../../src/workspaces/index.ts";
import { testClock, testContext, testStore } from "../rig.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Whole requests captured between running servers, with their real signatures: here they arrive once more. */
const folder = "../shared/payloads/wire";
const present = existsSync(folder);
if (!present) console.warn(`SKIPPED: no captured requests to take in, as ${folder} is not there.`);

interface Capture {
  name: string;
  time: string;
  receiver: string;
  request: { path: string; headers: [string, string][]; bodyRaw: string };
}

const captures: Capture[] = present
  ? readdirSync(folder)
      .filter((name) => name.startsWith("inbox-"))
      .map((name) => ({
        name,
        ...(JSON.parse(readFileSync(join(folder, name), "utf8")) as Omit<Capture, "name">),
      }))
      .sort((one, other) => one.time.localeCompare(other.time))
  : [];
const pems: Record<string, string> = present
  ? JSON.parse(readFileSync(join(folder, "keys.json"), "utf8"))
  : {};

/** No other server answers: what is known of the senders was read before. */
const deaf: Agent = {
  request: async () => ({ ok: false, kind: "unreachable", problem: "Nobody is there." }),
  close: async () => {},
};

/** The server that the requests were captured at, with the workspace that they are for. */
async function receiver(host: string, start: string) {
  const origin = `https://${host}`;
  const store = await testStore();
  const clock = testClock(start);
  const env = readEnv({
    ORIGIN: origin,
    SECRET_KEY: "a secret of thirty-two characters or more",
    DATABASE_URL: "file::memory:",
  });
  const at = { store, clock, agent: deaf, env };
  const federation = createFederation(at);
  const ctx = testContext(store, { clock, origin });
  const organisation = { name: "Board Trust", shortName: "Board", kind: "trust" as const };
  const ada = {
    administratorName: "Ada Admin",
    email: "ada@board.example",
    password: "correct horse battery",
  };
  const { administratorId: id } = await setUp(ctx, { ...organisation, ...ada });
  const manager = { ...ctx, actor: { id, local: true, administrator: true } };
  const workspaceId = await createWorkspace(manager, {
    name: "General discussion",
    handle: "general-discussion",
    purpose: "A place to talk about anything.",
    level: "open",
  });
  await store.transaction(async (tx) => {
    const iri = `${origin}/category/2`;
    await tx
      .update(actor)
      .set({ iri, inbox: `${iri}/inbox` })
      .where(eq(actor.id, workspaceId));
    let next = 1;
    for (const [keyId, pem] of Object.entries(pems)) {
      const key = readPem(pem);
      const by = keyId.replace(/#main-key$|\/main-key$/, "");
      if (!key) continue;
      const known = { id: next++, iri: by, kind: "person" as const, host: new URL(by).host, local: false };
      const named = { handle: by.split("/").at(-1)!.replace("@", ""), name: "", inbox: `${by}/inbox` };
      await tx.insert(actor).values({ ...known, ...named, created: clock.now(), fetched: clock.now() });
      const publicJwk = key.export({ format: "jwk" }) as JsonWebKey;
      await tx
        .insert(actorKey)
        .values({ iri: keyId, actorId: known.id, kind: "rsa", publicJwk, created: clock.now() });
    }
  });
  const deps = {
    ...at,
    specs: { get: () => undefined, set: () => {} },
    elsewhere: federation.elsewhere,
  } as unknown as Deps;
  deps.publicKeys = publicKeys(() => deps);
  // The addresses of their inboxes are signed, and other than ours.
  const app: Web = new Hono<WebEnv>();
  const anywhere = { post: (_path: string, handler: never) => app.post("*", handler) } as unknown as Web;
  inboxRoutes(anywhere, deps, { arrived() {}, heard() {} });
  return {
    store,
    workspaceId,
    settle: () => federation.idle(),
    async post({ time, request }: Capture) {
      const ahead = Date.parse(time) - clock.now().getTime();
      if (ahead > 0) clock.tick({ ms: ahead });
      return app.request(`${origin}${request.path}`, {
        method: "POST",
        headers: new Headers(request.headers),
        body: request.bodyRaw,
      });
    },
  };
}

describe.skipIf(!present)("requests captured between other servers", () => {
  test.each(["gts", "hollo", "nodebb", "snac"])("that were sent to %s are taken", async (host) => {
    const sent = captures.filter((one) => one.receiver === host);
    expect(sent.length).toBeGreaterThan(5);
    const at = await receiver(`${host}.test`, sent[0]!.time);
    const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
    const errors = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const one of sent) {
      const answer = await at.post(one);
      // What the receiver could not read was signed with RFC 9421, which is read here.
      expect([one.name, answer.status, await answer.text()]).toEqual([one.name, 202, ""]);
    }
    await at.settle();
    expect(errors).not.toHaveBeenCalled();
    warnings.mockRestore();
    errors.mockRestore();
    const ids = new Set(sent.map(({ request }) => String((JSON.parse(request.bodyRaw) as JsonObject).id)));
    expect(await at.store.db.$count(inbox)).toBe(ids.size);
  });

  test("have the effect they had there: GoToSocial and snac join, a mention opens a discussion, one leaves", async () => {
    const named = (part: string) => captures.find(({ name }) => name === `inbox-from-${part}.json`)!;
    const [follows, mention, undone] = [
      [named("gts-Follow"), named("snac-Follow"), named("hollo-Follow")],
      named("gts-Create_Note"),
      named("gts-Undo_Follow"),
    ];
    const day = [...follows, mention, undone].sort((one, other) => one.time.localeCompare(other.time));
    const at = await receiver("nodebb.test", day[0]!.time);
    const members = async () =>
      (
        await at.store.db
          .select({ iri: actor.iri, state: membership.state })
          .from(membership)
          .innerJoin(actor, eq(actor.id, membership.actorId))
          .where(eq(actor.local, false))
          .orderBy(actor.iri)
      ).map(({ iri, state }) => [iri, state]);
    const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
    for (const one of day) {
      expect((await at.post(one)).status).toBe(202);
      await at.settle();
      if (one === mention) {
        const [opened] = await at.store.db.select().from(content);
        expect(opened).toMatchObject({ kind: "discussion", workspaceId: at.workspaceId });
        expect(opened!.title).toMatch(/^New thread from gts/);
        expect(opened!.html).toContain("This is the body of a microblog post");
      }
    }
    warnings.mockRestore();
    expect(await members()).toEqual([
      ["https://gts.test/users/dana", "left"],
      ["https://hollo.test/@alice", "active"],
      ["https://snac.test/bob", "active"],
    ]);
    expect(await at.store.db.$count(content)).toBe(1);
  });
});
