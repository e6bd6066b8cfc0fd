import { parseId } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { done, fields, needsSignIn, type Web } from "../web/index.ts";
import { castVotes } from "./voting.ts";

/** Voting, wherever the poll stands. */
export function routes(app: Web): void {
  app.post("/polls/:id/votes", async (c) => {
    needsSignIn(c);
    const contentId = parseId(c.req.param("id"));
    if (contentId === null) throw notFound();
    const chosen = [(await fields(c)).choice ?? []].flat();
    const choices = chosen.map((one) =>
      typeof one === "string" && /^\d{1,3}$/.test(one) ? Number(one) : -1,
    );
    await castVotes(c.var.ctx, { contentId, choices });
    return done(c, `/content/${contentId}`, "Your vote is counted.");
  });
}
