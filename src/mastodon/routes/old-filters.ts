import { z } from "zod";
import { forMembers } from "../../apps/index.ts";
import { Refusal } from "../../core/refusal.ts";
import { changeFilter, deleteFilter, type FilterPlace, filtersOf, makeFilter } from "../../filters/index.ts";
import type { Parameter, Web } from "../../web/index.ts";
import { apiOf } from "../api.ts";
import { oldFilter } from "../entities/filter.ts";
import { flag, list, taken, words } from "../input.ts";
import { inWords } from "../posting/refusals.ts";
import { keywordIn, lasting } from "./filters.ts";

const body = z.object({
  phrase: words.optional(),
  context: z
    .any()
    .optional()
    .transform((given) => (given === undefined ? undefined : (list(given as Parameter) as FilterPlace[]))),
  irreversible: flag.optional(),
  whole_word: flag.optional(),
  expires_in: lasting,
});

/** Filters as Mastodon had them before version 4: each word is one. */
export function oldFilterRoutes(app: Web): void {
  const read = forMembers("read:filters");
  const write = forMembers("write:filters");

  app.get("/api/v1/filters", read, async (c) => {
    const filters = await filtersOf((await apiOf(c)).ctx);
    return c.json(filters.flatMap((own) => own.keywords.map((word) => oldFilter(own, word))));
  });
  app.post("/api/v1/filters", write, async (c) => {
    const { ctx } = await apiOf(c);
    const {
      phrase = "",
      context = [],
      irreversible,
      whole_word: wholeWord,
      expires_in,
    } = await taken(c, body);
    const id = await inWords(() =>
      makeFilter(ctx, {
        title: phrase.slice(0, 256),
        contexts: context,
        action: irreversible ? "hide" : "warn",
        lasts: expires_in,
        // There one has to ask for whole words.
        keywords: [{ keyword: phrase, wholeWord: wholeWord ?? false }],
      }),
    );
    const own = (await filtersOf(ctx)).find((one) => one.id === id)!;
    return c.json(oldFilter(own, own.keywords[0]!));
  });
  app.get("/api/v1/filters/:id", read, async (c) => {
    const { filter, word } = await keywordIn(c, await apiOf(c));
    return c.json(oldFilter(filter, word));
  });
  app.put("/api/v1/filters/:id", write, async (c) => {
    const api = await apiOf(c);
    const { filter, word } = await keywordIn(c, api);
    const { phrase, context, irreversible, whole_word: wholeWord, expires_in: lasts } = await taken(c, body);
    const action =
      irreversible === undefined ? undefined : irreversible ? ("hide" as const) : ("warn" as const);
    const whole = [context, action, lasts].some((given) => given !== undefined);
    if (filter.keywords.length > 1 && whole) {
      throw new Refusal(
        "invalid",
        "This filter has several words. Change it in an app that shows them together.",
      );
    }
    const keywords = [{ id: word.id, keyword: phrase, wholeWord }];
    await inWords(() => changeFilter(api.ctx, filter.id, { contexts: context, action, lasts, keywords }));
    const changed = await keywordIn(c, api);
    return c.json(oldFilter(changed.filter, changed.word));
  });
  app.delete("/api/v1/filters/:id", write, async (c) => {
    const api = await apiOf(c);
    const { filter, word } = await keywordIn(c, api);
    if (filter.keywords.length > 1 || filter.posts.length > 0)
      await changeFilter(api.ctx, filter.id, { keywords: [{ id: word.id, remove: true }] });
    else await deleteFilter(api.ctx, filter.id);
    return c.json({});
  });
}
