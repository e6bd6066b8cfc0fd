import { and, desc, eq } from "drizzle-orm";
import { report } from "../../../db/index.ts";
import { forMembers } from "../../apps/index.ts";
import { parseId } from "../../core/id.ts";
import { notFound, Refusal } from "../../core/refusal.ts";
import { makeReport } from "../../moderation/index.ts";
import { parameters, type Web } from "../../web/index.ts";
import { type Api, apiOf, date, readerOf } from "../api.ts";
import { idsIn, list } from "../input.ts";
import { accountById } from "../queries/accounts.ts";
import { postIn } from "../queries/statuses.ts";

/** What is said where an app sends a category alone. */
const categories: Record<string, string> = {
  spam: "Spam",
  legal: "Against the law",
  violation: "Against the rules",
  other: "Something else",
};
const mostPosts = 20;

/** The posts that are reported, of whoever is; a boost means what it passes on. */
async function postsOf(api: Api, ids: number[], accountId: string) {
  const found = [];
  for (const id of ids.slice(0, mostPosts)) {
    const { id: contentId, status } = await postIn(api, String(id));
    if (status.account.id !== accountId) throw notFound();
    found.push(contentId);
  }
  return found;
}

/** Reports reach those who look after the workspace, wherever they are, and one's own administrators. */
export function reportRoutes(app: Web): void {
  app.post("/api/v1/reports", forMembers("write:reports"), async (c) => {
    const api = await apiOf(c);
    const given = await parameters(c);
    const account = await accountById(api, parseId(list(given.account_id)[0]));
    const comment = (list(given.comment)[0] ?? "").trim();
    const asked = list(given.category)[0] ?? "other";
    const category = Object.hasOwn(categories, asked) ? asked : "other";
    const posts = await postsOf(api, idsIn(given.status_ids), account.id);
    if (posts.length === 0 && account.group)
      throw new Refusal("invalid", "Report a post in the workspace, or somebody in it.");
    const reason = comment || categories[category]!;
    for (const contentId of posts) await makeReport(api.ctx, { contentId, reason });
    if (posts.length === 0) await makeReport(api.ctx, { personId: Number(account.id), reason });
    const [made] = await api.ctx.store.db
      .select({ id: report.id, created: report.created })
      .from(report)
      .where(and(eq(report.reporterId, readerOf(api)), eq(report.queue, "instance")))
      .orderBy(desc(report.id))
      .limit(1);
    return c.json({
      id: String(made!.id),
      action_taken: false,
      action_taken_at: null,
      category,
      comment,
      forwarded: account.acct.includes("@"),
      created_at: date(made!.created),
      status_ids: posts.map(String),
      rule_ids: [],
      target_account: account,
    });
  });
}
