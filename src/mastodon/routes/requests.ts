import { forMembers } from "../../apps/index.ts";
import { parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { answerFollow } from "../../posts/index.ts";
import type { Request, Web } from "../../web/index.ts";
import { decide, offeredTo } from "../../workspaces/index.ts";
import { apiOf } from "../api.ts";
import { fill, pagingOf, within } from "../paging.ts";
import { accountList } from "../queries/accounts.ts";
import { relationshipTo } from "../queries/relationships.ts";
import { asking, waiting, whoAsks } from "../queries/requests.ts";
import { answer } from "./timelines.ts";

/**
 * Who asks several times, to follow oneself or to join one of several workspaces, is listed once, and decided on one by
 * one: oneself first.
 */
const decision = (approve: boolean) => async (c: Request) => {
  const api = await apiOf(c);
  const memberId = parseId(c.req.param("id"));
  const [follower] = memberId === null ? [] : await asking(api, memberId);
  if (follower) {
    await answerFollow(api.ctx, { followerId: follower.id, accept: approve });
    return c.json(await relationshipTo(api, follower.id));
  }
  const [asked] =
    memberId === null ? [] : [...(await waiting(api, memberId)), ...(await offeredTo(api.ctx, memberId))];
  if (!asked) throw notFound();
  await decide(api.ctx, { ...asked, approve });
  return c.json(await relationshipTo(api, asked.memberId));
};

/** Requests to follow oneself; for managers, to join as well. */
export function requestRoutes(app: Web): void {
  app.get("/api/v1/follow_requests", forMembers("read:follows"), async (c) => {
    const api = await apiOf(c);
    const all = await whoAsks(api);
    const page = await fill(
      pagingOf(c, { usual: 40, most: 80 }),
      (paging) => Promise.resolve(within(all, paging)),
      (ids) => accountList(api, ids),
    );
    return answer(c, page);
  });
  app.post("/api/v1/follow_requests/:id/authorize", forMembers("write:follows"), decision(true));
  app.post("/api/v1/follow_requests/:id/reject", forMembers("write:follows"), decision(false));
}
