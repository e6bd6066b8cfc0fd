import { adminLogPage, workspaceLogPage } from "../../views/moderation/log.ts";
import type { Id } from "../core/id.ts";
import { parseId } from "../core/id.ts";
import type { Request, Web } from "../web/index.ts";
import { csvOf, exportSize, type LogFilter, logOf } from "./log-query.ts";
import { moderated } from "./request.ts";

const dayOf = (value: string | undefined): Date | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value ?? "")) return null;
  const day = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? null : day;
};

const oneDay = 24 * 60 * 60_000;

/** What the address asks for, and the same as a query to link to. */
function filterOf(c: Request): { filter: LogFilter; fields: Record<string, string> } {
  const asked = (name: string) => (c.req.query(name) ?? "").trim().slice(0, 100);
  const about = /^[a-z]{1,20}$/.test(asked("about")) ? asked("about") : "";
  const until = dayOf(asked("until"));
  const filter = {
    about,
    who: asked("who"),
    from: dayOf(asked("from")),
    until: until && new Date(until.getTime() + oneDay),
  };
  return { filter, fields: { about, who: filter.who, from: asked("from"), until: asked("until") } };
}

async function pageOf(c: Request, workspaceId: Id | null, path: string) {
  const { ctx, shell } = c.var;
  const { filter, fields } = filterOf(c);
  const before = parseId(c.req.query("before"));
  const { entries, more } = await logOf(ctx, workspaceId, filter, { before });
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value));
  const at = (more: Record<string, string>) =>
    `${path}?${new URLSearchParams([...query, ...Object.entries(more)])}`;
  return {
    shell,
    entries,
    fields,
    path,
    csv: `${path}.csv?${query}`,
    newer: before ? at({}) : null,
    older: more ? at({ before: String(entries.at(-1)!.id) }) : null,
    now: ctx.clock(),
  };
}

async function download(c: Request, workspaceId: Id | null, name: string) {
  const { entries } = await logOf(c.var.ctx, workspaceId, filterOf(c).filter, { limit: exportSize });
  return c.body(csvOf(entries), 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}-log.csv"`,
  });
}

/** What happened: in one workspace for its managers, on the whole instance for administrators. */
export function logRoutes(app: Web): void {
  app.get("/workspaces/:slug/moderation/log", async (c) => {
    const head = await moderated(c);
    const props = await pageOf(c, head.id, `${head.href}/moderation/log`);
    return c.html(workspaceLogPage({ ...props, head }));
  });
  app.get("/workspaces/:slug/moderation/log.csv", async (c) => {
    const head = await moderated(c);
    return download(c, head.id, head.slug.replace(/[^a-z0-9.-]+/gi, "-"));
  });
  app.get("/admin/log", async (c) => c.html(adminLogPage(await pageOf(c, null, "/admin/log"))));
  app.get("/admin/log.csv", (c) => download(c, null, "instance"));
}
