import { findBySlug } from "../../actors/index.ts";
import type { Id } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import type { SettingsFields } from "../../../views/workspaces/settings.ts";
import type { Fields, Request } from "../../web/index.ts";
import { headOf, type WorkspaceHead } from "../head.ts";

/** Name of this instance's organisation. */
export const organisation = (c: Request): string => c.var.shell.instance.name;

/**
 * The workspace that the address names, or the one given.
 *
 * @throws {Refusal} `not found` where there is none, and where the visitor may not know of it
 */
export async function loadHead(c: Request, id?: Id): Promise<WorkspaceHead> {
  const { ctx } = c.var;
  const found = id ?? (await findBySlug(ctx, "group", c.req.param("slug") ?? ""));
  if (!found) throw notFound();
  return headOf(ctx, found, organisation(c));
}

/** What is looked for, at most 100 characters. */
export const words = (c: Request): string => (c.req.query("q") ?? "").trim().slice(0, 100);

/** Number of the page that is asked for, and addresses of those beside it. */
export function paging(c: Request, path: string) {
  const asked = Number(c.req.query("page") ?? "1");
  const page = Number.isInteger(asked) && asked >= 1 && asked <= 10_000 ? asked : 1;
  const query = words(c);
  const at = (number: number) => {
    const search = new URLSearchParams({ ...(query ? { q: query } : {}), page: String(number) });
    return `${path}?${search}`;
  };
  return {
    page,
    link: (more: boolean) => ({ newer: page > 1 ? at(page - 1) : null, older: more ? at(page + 1) : null }),
  };
}

/** The fields of a form as they were entered, to show them again. */
export function entered(form: Fields): SettingsFields {
  const text = (name: string) => (typeof form[name] === "string" ? form[name] : "");
  return {
    name: text("name"),
    handle: text("handle"),
    purpose: text("purpose"),
    source: text("source"),
    level: text("level"),
    managersPost: text("managersPost") !== "",
  };
}
