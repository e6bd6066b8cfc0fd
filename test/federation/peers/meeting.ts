import { eq } from "drizzle-orm";
import { membership } from "../../../db/index.ts";
import type { JsonObject } from "../../../federation/wire/json.ts";
import { activity, type Rules, type Simulator, startSimulator } from "../../peers/index.ts";
import { type Instance, type Member, startInstance } from "../../rig.ts";
import { arrivedAt } from "../scene.ts";

/** An instance with a workspace, and a server of another program beside it. */
export interface Meeting {
  a: Instance;
  amara: Member;
  workspaceId: number;
  group: { iri: string; inbox: string; name: string };
  peer: Simulator;
  settle(): Promise<void>;
  /** Sends an activity of somebody there, and says what became of it. */
  given(
    by: Simulator["person"],
    sent: JsonObject,
  ): Promise<{ state: string; problem: string | null } | undefined>;
  /** The person there follows the workspace. */
  follows(): Promise<JsonObject>;
  /** What a member's membership is in. */
  stateOf(iri: string): Promise<string | undefined>;
}

export async function meet(rules: Rules, level: "open" | "restricted" = "open"): Promise<Meeting> {
  const a = await startInstance({ hostname: "north.localhost", organisation: "North Shore Hospitals Trust" });
  const amara = await a.addMember("Amara Okafor", { job: "Consultant" });
  const { id, handle } = await a.addWorkspace("Sepsis network", { manager: amara, level });
  const iri = `${a.origin}/actors/${id}`;
  const peer = await startSimulator(rules, a.clock);
  const self: Meeting = {
    a,
    amara,
    workspaceId: id,
    group: { iri, inbox: `${iri}/inbox`, name: `@${handle}@${a.host}` },
    peer,
    settle: () => a.settle(),
    async given(by, sent) {
      const { status, text } = await by.send(`${a.origin}/inbox`, sent);
      if (status !== 202) return { state: String(status), problem: text };
      await a.settle();
      return arrivedAt(a, sent.id);
    },
    async follows() {
      const asked = activity(peer.person, "Follow", iri, { to: [iri] });
      await self.given(peer.person, asked);
      return asked;
    },
    async stateOf(member) {
      const rows = await a.store.db.query.actor.findFirst({ where: (one) => eq(one.iri, member) });
      if (!rows) return undefined;
      const [row] = await a.store.db.select().from(membership).where(eq(membership.actorId, rows.id));
      return row?.state;
    },
  };
  return self;
}

/** A group on the peer, in the program's own form, that a member here joins. */
export async function groupThere(
  { a, amara, peer, given, settle }: Meeting,
  more: JsonObject = {},
): Promise<{ group: Simulator["person"]; workspaceId: number }> {
  const iri = `${peer.origin}/users/ward`;
  const group = await peer.addActor("ward", { type: "Group", name: "Ward", ...more });
  if (!peer.documents.has(new URL(`${iri}/outbox`).pathname))
    peer.serve({ id: `${iri}/outbox`, type: "OrderedCollection", totalItems: 0, orderedItems: [] });
  const found = await a.running.federation.elsewhere.find(`@ward@${peer.host}`, amara.id);
  if (!found.ok || found.value.kind !== "workspace") throw new Error("The group was not found");
  const { join } = await import("../../../src/workspaces/index.ts");
  await join(a.context(amara), { workspaceId: found.value.id });
  await settle();
  const asked = peer.activities("Follow").at(-1)!;
  await given(group, activity(group, "Accept", asked));
  return { group, workspaceId: found.value.id };
}
