import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { event, inbox, peer, type Store } from "../../db/index.ts";

/**
 * Waits until the server has nothing left to do: all that arrived is carried out, all that happened is written down to be
 * sent.
 *
 * @param sent and is sent
 */
export async function atRest({ db }: Store, sent = true): Promise<void> {
  for (let look = 0; look < 3_000; look++) {
    const waiting = await db.$count(inbox, eq(inbox.state, "new"));
    const untold = await db.$count(event, eq(event.bridged, false));
    const behind = sent && (await db.select().from(peer)).some(({ head, cursor }) => head > cursor);
    if (waiting === 0 && untold === 0 && !behind) return;
    await sleep(50);
  }
  throw new Error("The server does not come to rest");
}
