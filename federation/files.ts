import { answerFile, fileById, isOpenPost, isVariant, readableFacts } from "../src/attachments/index.ts";
import { parseId } from "../src/core/id.ts";
import type { Web } from "../src/web/index.ts";
import { mayFetchPost, signerOf } from "./access.ts";
import { mayRead } from "./admit.ts";
import type { Deps } from "./deps.ts";
import { nothingHere } from "./documents.ts";

/**
 * Files of posts, for other servers, which sign: to whoever may read the post. Who does not sign shows a session or an
 * address with a key; that is for the pages and apps of this organisation, and answered after.
 */
export function fileRoutes(app: Web, deps: Deps): void {
  const { db } = deps.store;

  app.get("/attachments/:id/:variant", async (c, next) => {
    if (!c.req.header("signature")) return next();
    const variant = c.req.param("variant");
    const file = await fileById(db, parseId(c.req.param("id")) ?? 0);
    // What lives elsewhere is served by its own server, and what was not posted by nobody.
    if (!file || file.remoteUrl !== null || file.contentId === null || !isVariant(variant))
      return nothingHere(c);
    const post = await readableFacts(db, file.contentId);
    if (!post || post.deleted) return nothingHere(c);
    if (await isOpenPost(db, post)) return answerFile(c, c.var.ctx, file, variant, "to everybody");
    const may =
      post.workspaceId === null
        ? await mayFetchPost(deps, post.id, await signerOf(deps, c))
        : await mayRead(deps, c, post.workspaceId);
    return may ? answerFile(c, c.var.ctx, file, variant, "to whoever asks") : nothingHere(c);
  });
}
