import { hash } from "node:crypto";
import { expect, test, vi } from "vitest";
import { activity, startPeer } from "../peers/index.ts";
import { client } from "../rig.ts";
import { arrivedAt, joined, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

test("a server that sends too much is asked to wait, and goes on after that; others are not held up", async () => {
  const set = await scene({ environment: { INBOX_LIMIT: "6" } });
  const { a, felix, group } = set;
  const other = await (await startPeer({ clock: a.clock, hostname: "other.localhost" })).addActor("olu");
  const like = (by: typeof felix) =>
    activity(by, "Like", `${a.origin}/content/1`, { to: [group.iri], cc: [] });
  const answers = [];
  for (let nth = 0; nth < 8; nth++) answers.push(await felix.send(set.inbox, like(felix)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 202, 429, 429]);
  const wait = Number(answers.at(-1)!.headers["retry-after"]);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(10);
  expect((await other.send(set.inbox, like(other))).status).toBe(202);
  a.clock.tick({ seconds: wait });
  const late = like(felix);
  expect((await felix.send(set.inbox, late)).status).toBe(202);
  expect(await arrivedAt(a, late.id)).toBeDefined();
});

test("a stranger who names keys that are not there has us ask for so many, and no more", async () => {
  const set = await scene();
  const { a, felix, peer } = set;
  await joined(set, felix);
  const body = "{}";
  const { host } = new URL(a.origin);
  const headers = (keyId: string) => ({
    "content-type": "application/activity+json",
    date: a.clock.now().toUTCString(),
    host,
    digest: `SHA-256=${hash("sha256", body, "base64")}`,
    signature: `keyId="${keyId}",headers="(request-target) host date digest",signature="AAAA"`,
  });
  peer.forget();
  const statuses = new Map<number, number>();
  for (let nth = 0; nth < 310; nth++) {
    const keyId = `${peer.origin}/nobody/${nth}#main-key`;
    const { status } = await client(a.origin).send("POST", "/inbox", body, headers(keyId));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect(statuses.get(429)).toBeGreaterThan(0);
  expect(peer.requests.length).toBeLessThan(310);
  // Whose key is known is heard all the same.
  const said = activity(felix, "Like", `${a.origin}/content/1`, { to: [set.group.iri], cc: [] });
  expect((await felix.send(set.inbox, said)).status).toBe(202);
});
