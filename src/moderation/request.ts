import { findBySlug } from "../actors/index.ts";
import { type Id, parseId } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { needsSignIn, type Request } from "../web/index.ts";
import { headOf, onlyManagers, type WorkspaceHead } from "../workspaces/index.ts";

/** Name of this instance's organisation. */
export const ours = (c: Request): string => c.var.shell.instance.name;

/** An id in the path or in a form. */
export function idIn(text: unknown): Id {
  const id = typeof text === "string" ? parseId(text) : null;
  if (id === null) throw notFound();
  return id;
}

/**
 * The workspace in the path, for one who looks after what is said in it, from here or from elsewhere.
 *
 * @throws {Refusal} `not found`, `not signed in`, `forbidden`
 */
export async function moderated(c: Request): Promise<WorkspaceHead> {
  const id = await findBySlug(c.var.ctx, "group", c.req.param("slug") ?? "");
  if (id === null) throw notFound();
  const head = await headOf(c.var.ctx, id, ours(c));
  needsSignIn(c);
  if (!head.moderates) throw onlyManagers();
  return head;
}

/** Said where another organisation decides. */
export const askedOf = ({ organisation }: WorkspaceHead, what: string): string =>
  `${organisation} was asked to ${what}. You see here what it answers.`;
