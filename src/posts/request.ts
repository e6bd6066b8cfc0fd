import { type Id, parseId } from "../core/id.ts";
import { notFound, Refusal, type FieldProblem } from "../core/refusal.ts";
import { pollFieldId, sentPoll } from "../polls/index.ts";
import { type Fields, fields, type Request } from "../web/index.ts";
import { visibilities, type Visibility } from "../visibility/index.ts";

/** Name of this instance's organisation. */
export const ours = (c: Request): string => c.var.shell.instance.name;

export function idOf(c: Request): Id {
  const id = parseId(c.req.param("id"));
  if (id === null) throw notFound();
  return id;
}

export const slugOf = (c: Request): string => c.req.param("slug") ?? "";

export const beforeOf = (c: Request): Id | null => parseId(c.req.query("before"));

/** What the form of a post sends. Browsers send line ends as CRLF. */
export interface SentPost {
  action: string;
  source: string;
  warning: string;
  visibility: Visibility;
  parentId: Id | null;
  once: string | undefined;
  poll: ReturnType<typeof sentPoll>;
}

export async function sentPost(c: Request): Promise<SentPost> {
  const all: Fields = await fields(c);
  const text = (name: string): string => {
    const value = all[name];
    return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
  };
  return {
    action: text("action"),
    source: text("source"),
    warning: text("warning"),
    visibility: visibilities.find((one) => one === text("visibility")) ?? "public",
    parentId: parseId(text("parent")),
    once: text("once").slice(0, 100) || undefined,
    poll: sentPoll(all),
  };
}

/** The problems of a refusal that a form can show; any other refusal is thrown on. */
export function problemsOf(error: unknown): FieldProblem[] {
  if (error instanceof Refusal && error.problems.length > 0)
    return error.problems.map(({ field, text }) => ({
      field: field === "poll" ? pollFieldId("post") : field,
      text,
    }));
  throw error;
}
