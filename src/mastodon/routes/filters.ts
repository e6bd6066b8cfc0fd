import { z } from "zod";
import { forMembers } from "../../apps/index.ts";
import { parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import {
  addFilteredPost,
  addKeyword,
  changeFilter,
  deleteFilter,
  type Filter,
  filterById,
  filterHolding,
  type FilterPlace,
  filtersOf,
  makeFilter,
  removeFilteredPost,
} from "../../filters/index.ts";
import type { Parameter, Request, Web } from "../../web/index.ts";
import { type Api, apiOf } from "../api.ts";
import { filter, filterKeyword, filterStatus } from "../entities/filter.ts";
import { flag, list, taken, words } from "../input.ts";
import { inWords } from "../posting/refusals.ts";
import { postIn } from "../queries/statuses.ts";

const places = z
  .any()
  .optional()
  .transform((given) => (given === undefined ? undefined : (list(given as Parameter) as FilterPlace[])));

/** Seconds; nothing, or an empty text, is for ever. */
export const lasting = words.nullish().transform((text) => {
  if (text === undefined) return undefined;
  return text === null || text === "" || text === "0" ? null : Number(text);
});

const keyword = z.object({
  id: words.optional(),
  keyword: words.optional(),
  whole_word: flag.optional(),
  _destroy: flag.optional(),
});

const body = z.object({
  title: words.optional(),
  context: places,
  filter_action: words.optional(),
  expires_in: lasting,
  keywords_attributes: z
    .any()
    .optional()
    .transform((given): unknown[] =>
      Array.isArray(given) ? given : given && typeof given === "object" ? Object.values(given as object) : [],
    )
    .pipe(z.array(keyword).max(200)),
});

async function sent(c: Request) {
  const {
    title,
    context,
    filter_action: action,
    expires_in: lasts,
    keywords_attributes,
  } = await taken(c, body);
  const keywords = keywords_attributes.map((one) => {
    const id = one.id === undefined ? undefined : parseId(one.id);
    if (id === null) throw notFound();
    return { id, keyword: one.keyword, wholeWord: one.whole_word, remove: one._destroy ?? false };
  });
  return { title, contexts: context, action: action as Filter["action"] | undefined, lasts, keywords };
}

const idIn = (c: Request): number => parseId(c.req.param("id")) ?? 0;

async function filterIn(c: Request, api: Api): Promise<Filter> {
  const found = await filterById(api.ctx, idIn(c));
  if (!found) throw notFound();
  return found;
}

export async function keywordIn(c: Request, api: Api) {
  const id = idIn(c);
  const found = await filterHolding(api.ctx, { keywordId: id });
  const word = found?.keywords.find((one) => one.id === id);
  if (!found || !word) throw notFound();
  return { filter: found, word };
}

async function entryIn(c: Request, api: Api) {
  const id = idIn(c);
  const found = await filterHolding(api.ctx, { entryId: id });
  const entry = found?.posts.find((one) => one.id === id);
  if (!found || !entry) throw notFound();
  return { filter: found, entry };
}

const keywordBody = z.object({ keyword: words.optional(), whole_word: flag.optional() });

/** Filters as Mastodon has them since version 4. */
export function filterRoutes(app: Web): void {
  const read = forMembers("read:filters");
  const write = forMembers("write:filters");

  app.get("/api/v2/filters", read, async (c) => c.json((await filtersOf((await apiOf(c)).ctx)).map(filter)));
  app.post("/api/v2/filters", write, async (c) => {
    const api = await apiOf(c);
    const { title = "", contexts = [], ...rest } = await sent(c);
    const id = await inWords(() => makeFilter(api.ctx, { title, contexts, ...rest }));
    return c.json(filter((await filterById(api.ctx, id))!));
  });
  app.get("/api/v2/filters/:id", read, async (c) => c.json(filter(await filterIn(c, await apiOf(c)))));
  app.put("/api/v2/filters/:id", write, async (c) => {
    const api = await apiOf(c);
    const input = await sent(c);
    await inWords(() => changeFilter(api.ctx, idIn(c), input));
    return c.json(filter(await filterIn(c, api)));
  });
  app.delete("/api/v2/filters/:id", write, async (c) => {
    await deleteFilter((await apiOf(c)).ctx, idIn(c));
    return c.json({});
  });

  app.get("/api/v2/filters/:id/keywords", read, async (c) =>
    c.json((await filterIn(c, await apiOf(c))).keywords.map(filterKeyword)),
  );
  app.post("/api/v2/filters/:id/keywords", write, async (c) => {
    const api = await apiOf(c);
    const { keyword: word = "", whole_word: wholeWord } = await taken(c, keywordBody);
    const id = await inWords(() => addKeyword(api.ctx, idIn(c), { keyword: word, wholeWord }));
    return c.json(filterKeyword((await filterIn(c, api)).keywords.find((one) => one.id === id)!));
  });
  app.get("/api/v2/filters/keywords/:id", read, async (c) =>
    c.json(filterKeyword((await keywordIn(c, await apiOf(c))).word)),
  );
  app.put("/api/v2/filters/keywords/:id", write, async (c) => {
    const api = await apiOf(c);
    const { filter: own, word } = await keywordIn(c, api);
    const { keyword: said, whole_word: wholeWord } = await taken(c, keywordBody);
    const keywords = [{ id: word.id, keyword: said, wholeWord }];
    await inWords(() => changeFilter(api.ctx, own.id, { keywords }));
    return c.json(filterKeyword((await keywordIn(c, api)).word));
  });
  app.delete("/api/v2/filters/keywords/:id", write, async (c) => {
    const api = await apiOf(c);
    const { filter: own, word } = await keywordIn(c, api);
    await changeFilter(api.ctx, own.id, { keywords: [{ id: word.id, remove: true }] });
    return c.json({});
  });

  app.get("/api/v2/filters/:id/statuses", read, async (c) =>
    c.json((await filterIn(c, await apiOf(c))).posts.map(filterStatus)),
  );
  app.post("/api/v2/filters/:id/statuses", write, async (c) => {
    const api = await apiOf(c);
    const own = await filterIn(c, api);
    const { status_id: status } = await taken(c, z.object({ status_id: words.optional() }));
    const { id: contentId } = await postIn(api, status);
    const id = await addFilteredPost(api.ctx, own.id, contentId);
    return c.json(filterStatus({ id, contentId }));
  });
  app.get("/api/v2/filters/statuses/:id", read, async (c) =>
    c.json(filterStatus((await entryIn(c, await apiOf(c))).entry)),
  );
  app.delete("/api/v2/filters/statuses/:id", write, async (c) => {
    const api = await apiOf(c);
    const { filter: own, entry } = await entryIn(c, api);
    await removeFilteredPost(api.ctx, own.id, entry.id);
    return c.json(filterStatus(entry));
  });
}
