import { expect, test } from "vitest";
import { content } from "../../db/index.ts";
import { activity, everyone, note } from "../peers/index.ts";
import { arrivedAt, joined, scene } from "./scene.ts";

test("between our own instances what nobody proves is not taken; of other software it is", async () => {
  for (const software of ["tombolo", "mastodon"]) {
    const set = await scene({ software });
    const { a, felix, group } = set;
    await joined(set, felix);
    const { checkPeer } = await import("../../federation/remote/peers.ts");
    const { depsOf } = await import("./deps.ts");
    await checkPeer(depsOf(a), felix.peer.host);
    const said = activity(felix, "Create", note(felix, "Words without a proof", { mentions: [group] }), {
      to: [group.iri, everyone],
    });
    await felix.send(group.inbox, said);
    await set.settle();
    const taken = await a.store.db.select().from(content);
    expect([software, taken.length]).toEqual([software, software === "tombolo" ? 0 : 1]);
    if (software === "tombolo")
      expect(await arrivedAt(a, said.id)).toMatchObject({
        state: "refused",
        problem: "It has no proof by its actor",
      });
  }
});
