import { expect, test, vi } from "vitest";
import type { JsonObject } from "../../federation/wire/json.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import type { Level } from "../../src/workspaces/index.ts";
import { activity, note, type PeerActor, undo } from "../peers/index.ts";
import { ask, iriOf, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 30_000 });

/** All that a stranger's server can say about a post, as if it had guessed its address. */
function guesses(by: PeerActor, iri: string): JsonObject[] {
  return [
    activity(by, "Like", iri),
    activity(by, "Lock", iri),
    activity(by, "Delete", iri, { summary: "spam" }),
    undo(by, activity(by, "Delete", iri, { summary: "spam" })),
    activity(by, "Create", note(by, "what about it?", { inReplyTo: iri })),
  ];
}

async function filled(level: Level): Promise<Scene & { post: string }> {
  const set = await scene({ level });
  const { a, amara, workspaceId } = set;
  const said = { workspaceId, title: "Among us", source: "Between us." };
  const post = await iriOf(a, await openDiscussion(a.context(amara), said));
  return { ...set, post };
}

/** What a stranger hears who sends all of these. */
async function heard({ felix, inbox, peer, settle }: Scene, sent: JsonObject[]) {
  peer.forget();
  for (const one of sent) await felix.send(inbox, one);
  await settle();
  return peer.activities().map(({ type, object }) => ({ type, object }));
}

test("a stranger does not learn by guessing that a confidential workspace is there", async () => {
  const set = await filled("confidential");
  const { a, felix, group, post } = set;
  const addressed = { to: [group.iri], cc: [] };
  const said = [
    ...guesses(felix, post),
    activity(felix, "Create", note(felix, "hello", { mentions: [group] })),
    activity(felix, "Like", `${a.origin}/content/1`, addressed),
    activity(felix, "Lock", `${a.origin}/content/1`, addressed),
    activity(felix, "Add", felix.iri, { ...addressed, target: `${group.iri}/moderators` }),
    activity(felix, "Add", post, { ...addressed, target: `${group.iri}/featured` }),
  ];
  expect(await heard(set, said)).toEqual([]);

  const finger = (resource: string) =>
    ask(`${a.origin}/.well-known/webfinger?resource=${encodeURIComponent(resource)}`);
  for (const resource of [group.iri, `acct:${group.name.slice(1)}`])
    expect([resource, (await finger(resource)).status]).toEqual([resource, 404]);
});

test("a stranger does not learn by guessing that a post for members is there; who names the workspace is answered", async () => {
  const set = await filled("restricted");
  const { felix, group, post, a } = set;
  expect(await heard(set, [...guesses(felix, post), ...guesses(felix, `${a.origin}/content/1`)])).toEqual([]);
  const hello = activity(felix, "Create", note(felix, "hello", { mentions: [group] }));
  expect(await heard(set, [hello])).toEqual([{ type: "Reject", object: hello.id }]);
});

test("a member here is told the same of what is hidden and of what is not there", async () => {
  const set = await filled("confidential");
  const { a, group, post } = set;
  const outsider = await a.addMember("Olu Outside");
  const find = (address: string) => a.running.federation.elsewhere.find(address, outsider.id);
  const nothing = await find(`${a.origin}/actors/1`);
  expect(nothing.ok).toBe(false);
  for (const address of [group.iri, group.name, post]) expect(await find(address)).toEqual(nothing);
});
