import { pollPart } from "../../views/polls.ts";
import { type Id, parseId } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import {
  done,
  type Fields,
  fields,
  needsSignIn,
  type Request,
  wantsPart,
  wayBack,
  type Web,
} from "../web/index.ts";
import { pollsOf } from "./queries.ts";
import { castVotes } from "./voting.ts";

/** The poll that is on a page where it was sent without an answer, so that the page says so beside it. */
export const unansweredIn = (c: Request): Id | null => parseId(c.req.query("unanswered"));

/** The page without what it was told of polls before. */
function cameFrom(c: Request, { back }: Fields, contentId: Id): string {
  const [path = "", query = ""] = wayBack(c, back, `/content/${contentId}`).split("?");
  const asked = new URLSearchParams(query);
  asked.delete("unanswered");
  return asked.size > 0 ? `${path}?${asked}` : path;
}

/** Voting, wherever the poll stands. */
export function routes(app: Web): void {
  app.post("/polls/:id/votes", async (c) => {
    needsSignIn(c);
    const { ctx } = c.var;
    const contentId = parseId(c.req.param("id"));
    if (contentId === null) throw notFound();
    const all = await fields(c);
    const back = cameFrom(c, all, contentId);
    const part = async (more: { may: boolean; unanswered?: boolean; focused?: boolean }) => {
      const poll = (await pollsOf(ctx, [contentId])).get(contentId);
      if (!poll) throw notFound();
      return pollPart(poll, { now: ctx.clock(), back, ...more });
    };
    const chosen = [all.choice ?? []].flat();
    const choices = chosen.map((one) =>
      typeof one === "string" && /^\d{1,3}$/.test(one) ? Number(one) : -1,
    );
    try {
      await castVotes(ctx, { contentId, choices });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
      const unanswered = error.problems.length > 0;
      if (unanswered && wantsPart(c)) return c.html(await part({ may: true, unanswered }), 422);
      // A form of ours says where it stands.
      if (wantsPart(c) || back === `/content/${contentId}`) throw error;
      if (!unanswered) return done(c, back, error.message, "problem");
      return c.redirect(`${back}${back.includes("?") ? "&" : "?"}unanswered=${contentId}`, 303);
    }
    if (wantsPart(c)) return c.html(await part({ may: false, focused: true }));
    return done(c, `${back}#votes-${contentId}`, "Your vote is counted.");
  });
}
