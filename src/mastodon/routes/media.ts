import { z } from "zod";
import { forMembers } from "../../apps/index.ts";
import { describeUpload, discardUpload, uploadFile, uploadsOf } from "../../attachments/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { notFound, Refusal } from "../../core/refusal.ts";
import type { Request, Web } from "../../web/index.ts";
import { type Api, apiOf } from "../api.ts";
import { mediaAttachment } from "../entities/media-attachment.ts";
import { taken, words } from "../input.ts";
import { focusIn } from "../posting/files.ts";

const input = z.object({
  file: z.any().optional(),
  thumbnail: z.any().optional(),
  description: words.nullish(),
  focus: words.nullish(),
});

const bytesIn = async (given: unknown): Promise<Uint8Array | null> =>
  given instanceof File && given.size > 0 ? new Uint8Array(await given.arrayBuffer()) : null;

/** Somebody's own file, until it is posted. */
async function shown(api: Api, id: Id | null) {
  const [file] = id === null ? [] : await uploadsOf(api.ctx, [id]);
  if (!file) throw notFound();
  return mediaAttachment(api, file, false);
}

async function upload(c: Request) {
  const api = await apiOf(c);
  const given = await taken(c, input);
  const bytes = await bytesIn(given.file);
  if (!bytes) throw new Refusal("invalid", "Send a file, as multipart with the name `file`.");
  const id = await uploadFile(api.ctx, {
    bytes,
    name: given.file instanceof File ? given.file.name : null,
    description: given.description,
    focus: focusIn(given.focus),
    thumbnail: await bytesIn(given.thumbnail),
  });
  return c.json(await shown(api, id));
}

/** Files for posts: they are ready at once, in both versions. */
export function mediaRoutes(app: Web): void {
  const writing = forMembers("write:media");
  app.post("/api/v1/media", writing, upload);
  app.post("/api/v2/media", writing, upload);

  app.get("/api/v1/media/:id", writing, async (c) =>
    c.json(await shown(await apiOf(c), parseId(c.req.param("id")))),
  );

  app.put("/api/v1/media/:id", writing, async (c) => {
    const api = await apiOf(c);
    const id = parseId(c.req.param("id"));
    if (id === null) throw notFound();
    const { description, focus, thumbnail } = await taken(c, input);
    await describeUpload(api.ctx, {
      id,
      description,
      focus: focusIn(focus),
      thumbnail: await bytesIn(thumbnail),
    });
    return c.json(await shown(api, id));
  });

  app.delete("/api/v1/media/:id", writing, async (c) => {
    const api = await apiOf(c);
    const id = parseId(c.req.param("id"));
    if (id === null) throw notFound();
    await discardUpload(api.ctx, id);
    return c.json({});
  });
}
