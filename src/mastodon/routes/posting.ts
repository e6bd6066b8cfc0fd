import { z } from "zod";
import { forMembers } from "../../apps/index.ts";
import { deleteContent } from "../../forums/index.ts";
import { limited } from "../../people/index.ts";
import { deletePost } from "../../posts/index.ts";
import { type Parameter, parameters, type Web } from "../../web/index.ts";
import { apiOf } from "../api.ts";
import { visibilityFor } from "../entities/status.ts";
import { flag, taken, words } from "../input.ts";
import { filesGiven } from "../posting/files.ts";
import { schedule } from "../scheduled/operations.ts";
import { once } from "../posting/once.ts";
import { isOwnPost } from "../posting/own.ts";
import { pollGiven } from "../posting/poll.ts";
import { rewrite, sourceOf, write } from "../posting/write.ts";
import { postIn, statusById } from "../queries/statuses.ts";

const postInput = z.object({
  status: words.nullish().transform((text) => text ?? ""),
  spoiler_text: words.nullish().transform((text) => text ?? ""),
  visibility: words.nullish().transform((text) => visibilityFor(text ?? "")),
  sensitive: flag.nullish().transform((said) => said ?? false),
  language: words.nullish().transform((text) => text || null),
  in_reply_to_id: words.nullish().transform((text) => text || null),
  media_ids: z.any().optional(),
  media_attributes: z.any().optional(),
  poll: z.any().optional(),
  scheduled_at: words.nullish(),
});

const filesIn = (input: z.output<typeof postInput>) =>
  filesGiven(input.media_ids as Parameter, input.media_attributes as Parameter);

const said = ({ status: text, spoiler_text: warning, sensitive, language }: z.output<typeof postInput>) => ({
  text,
  warning,
  sensitive,
  language,
});

/** Posts: write, edit and delete one's own. */
export function postingRoutes(app: Web): void {
  const writing = forMembers("write:statuses");

  app.post("/api/v1/statuses", writing, limited("posts"), async (c) => {
    const api = await apiOf(c);
    const input = await taken(c, postInput);
    if (input.scheduled_at) {
      const besides = { files: filesIn(input) ?? [], poll: pollGiven(input.poll) ?? null };
      return c.json(await schedule(api, input.scheduled_at, await parameters(c), besides));
    }
    const id = await once(api.ctx, c.req.header("idempotency-key"), () =>
      write(api, {
        ...said(input),
        visibility: input.visibility,
        parent: input.in_reply_to_id,
        files: filesIn(input),
        poll: pollGiven(input.poll),
      }),
    );
    return c.json(await statusById(api, id));
  });

  const edit = async (c: Parameters<typeof apiOf>[0]) => {
    const api = await apiOf(c);
    const input = await taken(c, postInput);
    const { id } = await postIn(api, c.req.param("id"));
    await rewrite(api, id, { ...said(input), files: filesIn(input), poll: pollGiven(input.poll) });
    return c.json(await statusById(api, id));
  };
  app.put("/api/v1/statuses/:id", writing, edit);
  app.patch("/api/v1/statuses/:id", writing, edit);

  app.delete("/api/v1/statuses/:id", writing, async (c) => {
    const api = await apiOf(c);
    const { id, status } = await postIn(api, c.req.param("id"));
    const { text } = await sourceOf(api, id);
    if (await isOwnPost(api, id)) await deletePost(api.ctx, { contentId: id });
    else await deleteContent(api.ctx, { contentId: id });
    return c.json({ ...status, text });
  });

  app.get("/api/v1/statuses/:id/source", forMembers("read:statuses"), async (c) => {
    const api = await apiOf(c);
    const { id } = await postIn(api, c.req.param("id"));
    const { text, warning } = await sourceOf(api, id);
    return c.json({ id: String(id), text, spoiler_text: warning });
  });
}
