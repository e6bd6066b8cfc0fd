import type { z } from "zod";
import { findBySlug } from "../actors/index.ts";
import { type Id, parseId } from "../core/id.ts";
import { type FieldProblem, notFound, Refusal } from "../core/refusal.ts";
import { pollFieldId } from "../polls/index.ts";
import { type Fields, fields, type Request } from "../web/index.ts";
import { headOf, type WorkspaceHead } from "../workspaces/index.ts";
import { type Sort, sorts } from "./threads.ts";

/** Name of this instance's organisation. */
export const ours = (c: Request): string => c.var.shell.instance.name;

/** An id in the path. */
export function idOf(c: Request): Id {
  const id = parseId(c.req.param("id"));
  if (id === null) throw notFound();
  return id;
}

export const slugOf = (c: Request): string => c.req.param("slug") ?? "";

/**
 * The workspace in the path, for one who may read it.
 *
 * @throws {Refusal} `not found`
 */
export async function readableHead(c: Request): Promise<WorkspaceHead> {
  const id = await findBySlug(c.var.ctx, "group", slugOf(c));
  if (id === null) throw notFound();
  const head = await headOf(c.var.ctx, id, ours(c));
  if (!head.mayRead) throw notFound();
  return head;
}

export const sortOf = (c: Request, otherwise: Sort): Sort =>
  sorts.find((sort) => sort === c.req.query("sort")) ?? otherwise;

/** What a writing form sends, whichever of its buttons was pressed. */
export interface Sent {
  action: string;
  title: string;
  source: string;
  /** The form's own id. */
  once: string | undefined;
  parentId: Id | null;
}

/** Reads a writing form. Browsers send line ends as CRLF. */
export async function sent(c: Request): Promise<Sent & { all: Fields }> {
  const all = await fields(c);
  const text = (name: string): string => {
    const value = all[name];
    return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
  };
  return {
    action: text("action"),
    title: text("title"),
    source: text("source"),
    once: text("once").slice(0, 100) || undefined,
    parentId: parseId(text("parent")),
    all,
  };
}

/** The problems of a refusal that a form can show; any other refusal is thrown on. */
export function problemsOf(error: unknown): FieldProblem[] {
  if (error instanceof Refusal && error.problems.length > 0) return error.problems;
  throw error;
}

/** The problems of one of several writing forms on a page, whose fields have names of their own. */
export const inPlace = (problems: FieldProblem[], place: Id | "post"): FieldProblem[] =>
  problems.map(({ field, text }) => {
    if (field === "poll") return { field: pollFieldId(place), text };
    return { field: field === "source" && place !== "post" ? `source-${place}` : field, text };
  });

/** When and where, as a form has it, and what is wrong with that: a date is in three fields, and the first is meant. */
export function fieldsAndDates<T>(
  schema: z.ZodType<T>,
  written: unknown,
): { value: T | null; problems: FieldProblem[] } {
  const parsed = schema.safeParse(written);
  if (parsed.success) return { value: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message: text }) => {
    const field = String(path[0] ?? "");
    return { field: ["starts", "ends", "until"].includes(field) ? `${field}-day` : field, text };
  });
  return { value: null, problems };
}

/** Problems in the order of a form in which the dates stand between title and text. */
export const datesFirst = (problems: FieldProblem[]): FieldProblem[] => [
  ...problems.filter(({ field }) => field === "title"),
  ...problems.filter(({ field }) => field !== "title" && field !== "source" && !/^description/.test(field)),
  ...problems.filter(({ field }) => field === "source" || /^description/.test(field)),
];

/** Said where another organisation decides. */
export const askedOf = ({ organisation }: WorkspaceHead, what: string): string =>
  `${organisation} was asked to ${what}. You see here what it answers.`;
