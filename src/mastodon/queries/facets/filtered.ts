import { and, inArray, ne } from "drizzle-orm";
import { content } from "../../../../db/index.ts";
import { activeFilters, matchesOf, patternOf } from "../../../filters/index.ts";
import { readerOf } from "../../api.ts";
import { filterResult } from "../../entities/filter.ts";
import type { Facet } from "./index.ts";

const signs: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

/** The words of a post, for HTML that was sanitised when it arrived. */
const wordsIn = (html: string): string =>
  html
    .replace(/<(?:br|\/p|\/li|\/td|\/th|\/h[1-6]|\/pre|\/blockquote)[^<>]*>/gi, "\n")
    .replace(/<[^<>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => signs[name]!);

/** Why a post is filtered, by the asker's own filters; what one wrote oneself never is. */
export const filtered: Facet = async (api, ids) => {
  const filters = await activeFilters(api.ctx);
  if (filters.length === 0) return new Map();
  const compiled = filters.map((filter) => ({ filter, pattern: patternOf(filter.keywords) }));
  const rows = await api.ctx.store.db
    .select({ id: content.id, title: content.title, warning: content.warning, html: content.html })
    .from(content)
    .where(and(inArray(content.id, ids), ne(content.authorId, readerOf(api))));
  return new Map(
    rows.flatMap(({ id, title, warning, html }) => {
      const text = `${title ?? ""}\n${warning ?? ""}\n${wordsIn(html)}`;
      const found = matchesOf(compiled, { id, text });
      return found.length > 0 ? [[id, { filtered: found.map(filterResult) }] as const] : [];
    }),
  );
};
