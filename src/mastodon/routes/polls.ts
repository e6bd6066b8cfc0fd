import { z } from "zod";
import { forAnyone, forMembers } from "../../apps/index.ts";
import { notFound, Refusal } from "../../core/refusal.ts";
import { castVotes } from "../../polls/index.ts";
import type { Parameter, Web } from "../../web/index.ts";
import { type Api, apiOf } from "../api.ts";
import type { Poll } from "../entities/poll.ts";
import { list, taken } from "../input.ts";
import { inWordsOfApps } from "../posting/refusals.ts";
import { postIn } from "../queries/statuses.ts";

const voteInput = z.object({ choices: z.any().optional() });

/** The poll of a post that the asker may see: it is known by the id of its post. */
async function pollIn(api: Api, text: string | undefined): Promise<{ id: number; poll: Poll }> {
  const { id, status } = await postIn(api, text);
  if (!status.poll) throw notFound();
  return { id, poll: status.poll };
}

/** Polls: read them, and vote. */
export function pollRoutes(app: Web): void {
  app.get("/api/v1/polls/:id", forAnyone("read:statuses"), async (c) =>
    c.json((await pollIn(await apiOf(c), c.req.param("id"))).poll),
  );

  app.post("/api/v1/polls/:id/votes", forMembers("write:statuses"), async (c) => {
    const api = await apiOf(c);
    const { id } = await pollIn(api, c.req.param("id"));
    const sent = list((await taken(c, voteInput)).choices as Parameter);
    if (sent.some((one) => !/^\d{1,3}$/.test(one)))
      throw new Refusal("invalid", "This poll has no such answer.");
    const choices = sent.map(Number);
    await inWordsOfApps("There is no such poll.", () => castVotes(api.ctx, { contentId: id, choices }));
    return c.json((await pollIn(api, String(id))).poll);
  });
}
