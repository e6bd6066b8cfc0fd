import { followersPage } from "../../views/posts/pages.ts";
import { findBySlug } from "../actors/index.ts";
import type { Id } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { done, fields, needsSignIn, type Request, type Web } from "../web/index.ts";
import { answerFollow, followPerson, removeFollower, setApproval, unfollowPerson } from "./following.ts";
import { slugsOf } from "./named.ts";
import { followersOf } from "./queries.ts";
import { idOf, ours, slugOf } from "./request.ts";

async function personIn(c: Request): Promise<Id> {
  needsSignIn(c);
  const id = await findBySlug(c.var.ctx, "person", slugOf(c));
  if (id === null) throw notFound();
  return id;
}

/** Following people, and deciding who follows oneself. */
export function followRoutes(app: Web): void {
  app.post("/people/:slug/follow", async (c) => {
    const personId = await personIn(c);
    const { ctx } = c.var;
    const to = `/people/${(await slugsOf(ctx, [personId])).get(personId) ?? ""}`;
    if ((await fields(c)).follow === "no") {
      await unfollowPerson(ctx, { personId });
      return done(c, to, "You do not follow them any more.");
    }
    const following = await followPerson(ctx, { personId });
    return done(
      c,
      to,
      following ? "You follow them now." : "They were asked. You see it here when they accept.",
    );
  });

  app.get("/me/followers", async (c) => {
    needsSignIn(c);
    const { ctx, shell } = c.var;
    return c.html(followersPage({ shell, ...(await followersOf(ctx, ours(c))) }));
  });

  app.post("/me/followers", async (c) => {
    needsSignIn(c);
    await setApproval(c.var.ctx, (await fields(c)).approves === "yes");
    return done(c, "/me/followers", "Saved.");
  });

  app.post("/me/followers/:id", async (c) => {
    needsSignIn(c);
    const followerId = idOf(c);
    const { ctx } = c.var;
    const { answer } = await fields(c);
    if (answer === "remove") await removeFollower(ctx, { followerId });
    else if (answer === "accept" || answer === "decline")
      await answerFollow(ctx, { followerId, accept: answer === "accept" });
    else throw new Refusal("invalid", "Choose what to answer.");
    const words = {
      accept: "They follow you now.",
      decline: "Declined.",
      remove: "They do not follow you any more.",
    };
    return done(c, "/me/followers", words[answer]);
  });
}
