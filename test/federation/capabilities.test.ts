import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { peer as peerTable } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { type Received, startPeer } from "../peers/index.ts";
import { agree } from "./agreements.ts";
import { startNetwork } from "./network.ts";
import { ask, joined, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const rfc9421 = "https://datatracker.ietf.org/doc/html/rfc9421";
const kinds = (requests: Received[]) =>
  requests
    .filter(({ headers }) => headers.signature)
    .map(({ headers }) => (headers["signature-input"] ? "rfc9421" : "draft-cavage"));

test("our actors say that RFC 9421 is read here", async () => {
  const { a, amara, group } = await scene();
  const implementing = expect.objectContaining({ href: rfc9421 }) as unknown;
  for (const iri of [group.iri, `${a.origin}/actors/${amara.id}`]) {
    const document = JSON.parse((await ask(iri)).text) as JsonObject;
    expect(document.generator).toMatchObject({ type: "Application", implements: [implementing] });
  }
  const found = JSON.parse(
    (await ask(`${a.origin}/.well-known/webfinger?resource=acct:instance@${a.host}`)).text,
  ) as { links: { rel: string; href: string }[] };
  const application = found.links.find(({ rel }) => rel === "self")!.href;
  expect(JSON.parse((await ask(application)).text)).toMatchObject({ implements: [implementing] });
});

test("who says so is knocked at with RFC 9421, others with draft-cavage; what they then accept is remembered", async () => {
  const set = await scene();
  const { a, amara, workspaceId, peer, felix } = set;
  const generator = { type: "Application", implements: [{ href: rfc9421, name: "RFC-9421" }] };
  const modern = await startPeer({ clock: a.clock, hostname: "modern.localhost" });
  const mistaken = await startPeer({ clock: a.clock, hostname: "mistaken.localhost" });
  // A proxy before it takes away what it does not know.
  mistaken.inbox = ({ headers }) => ({ status: headers["signature-input"] ? 401 : 202 });
  for (const one of [modern, mistaken]) await joined(set, await one.addActor("mia", { generator }));
  await joined(set, felix);
  for (const one of [peer, modern, mistaken]) one.forget();

  await openDiscussion(a.context(amara), { workspaceId, title: "Hello", source: "All." });
  await set.settle();
  expect(new Set(kinds(peer.requests))).toEqual(new Set(["draft-cavage"]));
  expect(new Set(kinds(modern.requests))).toEqual(new Set(["rfc9421"]));
  // The first answer to its Follow was the knock that failed.
  expect(new Set(kinds(mistaken.requests))).toEqual(new Set(["draft-cavage"]));
});

test("instances of ours find that out of each other", async () => {
  const { a, b, settle } = await startNetwork();
  await agree(a, b, settle);
  const specs = await a.store.db
    .select({ spec: peerTable.signatureSpec, reads: peerTable.readsRfc9421 })
    .from(peerTable)
    .where(eq(peerTable.host, b.host));
  expect(specs).toEqual([{ spec: "rfc9421", reads: true }]);
});
