import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { actor, follow, peer } from "../../db/index.ts";
import { newId } from "../../src/core/id.ts";
import { root } from "./server.ts";
import type { World } from "./world.ts";

/** Other servers in a process of their own, so that what they cost is not counted as ours. */
export interface Receivers {
  port: number;
  /** Activities that have arrived so far. */
  taken(): Promise<number>;
  stop(): void;
}

export async function startReceivers(): Promise<Receivers> {
  const child = fork(join(root, "test", "bench", "receivers.mjs"), { execArgv: [] });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    port,
    async taken() {
      child.send("taken");
      const [{ taken }] = (await once(child, "message")) as [{ taken: number }];
      return taken;
    },
    stop: () => child.disconnect(),
  };
}

/** Has somebody on each of so many hosts follow the workspace. */
export async function subscribe({ store, workspaceId }: World, port: number, count: number): Promise<void> {
  const now = new Date();
  const each = Array.from({ length: count }, (_, n) => {
    const host = `peer-${n}.localhost:${port}`;
    // A moment of its own for each: no moment has ids for so many.
    const id = newId(new Date(now.getTime() - n));
    return { id, host, iri: `http://${host}/people/bo` };
  });
  for (let at = 0; at < count; at += 500) {
    const some = each.slice(at, at + 500);
    await store.transaction(async (tx) => {
      await tx
        .insert(peer)
        .values(some.map(({ host }) => ({ host, created: now, checked: now, software: "tombolo" })));
      await tx.insert(actor).values(
        some.map(({ id, host, iri }) => ({
          ...{ id, iri, host, kind: "person" as const, local: false, handle: "bo", name: "Bo Berg" },
          ...{ inbox: `${iri}/inbox`, sharedInbox: `http://${host}/inbox`, created: now, fetched: now },
        })),
      );
      await tx.insert(follow).values(
        some.map(({ id, iri }) => ({
          ...{ id, iri: `${iri}#follow`, followerId: id, followedId: workspaceId },
          ...{ state: "accepted" as const, created: now },
        })),
      );
    });
  }
}
