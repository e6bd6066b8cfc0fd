import { asc } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { activity, content, event, inbox, membership, outgoing } from "../../../db/index.ts";
import { signOnTheSpot } from "./on-the-spot.ts";
import { play } from "./world.ts";

/** All that happened in a run of a seed, in its order and with its times. */
async function happened(seed: number): Promise<string[]> {
  const world = await play(seed, 30);
  await world.heal();
  const lines = [...world.log];
  for (const { store, host } of world.sites) {
    const { db } = store;
    const rows = [
      ...(await db.select().from(event).orderBy(asc(event.id))),
      ...(await db.select().from(activity).orderBy(asc(activity.id))),
      ...(await db.select().from(inbox).orderBy(asc(inbox.seq))),
      ...(await db.select().from(outgoing).orderBy(asc(outgoing.seq))),
      ...(await db.select().from(content).orderBy(asc(content.id))),
      ...(await db.select().from(membership).orderBy(asc(membership.id))),
    ];
    lines.push(host, ...rows.map((row) => JSON.stringify(row)));
  }
  await world.stop();
  return lines;
}

test("a seed does the same again, to the millisecond, whatever was played before", async () => {
  onTestFinished(signOnTheSpot());
  const { warn, error } = console;
  console.warn = console.error = () => {};
  onTestFinished(() => void Object.assign(console, { warn, error }));
  const first = await happened(5);
  await happened(3);
  expect(await happened(5)).toEqual(first);
});
