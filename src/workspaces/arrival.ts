import { eq, sql } from "drizzle-orm";
import { history, prepared } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { WorkspaceHead } from "./head.ts";

/** How far a workspace of another organisation has arrived here. */
export type Arrival =
  | { state: "settled" }
  /** Its home has not answered yet. `soon`: it answers by itself, so it is worth looking again at once. */
  | { state: "asked"; soon: boolean }
  | { state: "arriving"; done: number; total: number | null }
  | { state: "failed"; problem: string | null };

const historyQuery = prepared("history of workspace", (db) =>
  db
    .select({ state: history.state, done: history.done, total: history.total, problem: history.problem })
    .from(history)
    .where(eq(history.workspaceId, sql.placeholder("workspace"))),
);

/** An open workspace answers in seconds; after this one need not sit and wait. */
const answersWithin = 2 * 60 * 1000;

/** What a member, or one who asked, is told about its arrival. */
export async function arrivalOf(ctx: Context, head: WorkspaceHead): Promise<Arrival> {
  if (!head.elsewhere || !ctx.actor) return { state: "settled" };
  if (head.state === "requested") {
    const waited = head.asked ? ctx.clock().getTime() - head.asked.getTime() : Infinity;
    return { state: "asked", soon: head.level === "open" && waited < answersWithin };
  }
  if (!head.member) return { state: "settled" };
  const [row] = await historyQuery(ctx.store, { workspace: head.id });
  if (!row || row.state === "done") return { state: "settled" };
  if (row.state === "failed") return { state: "failed", problem: row.problem };
  return { state: "arriving", done: row.done, total: row.total };
}
