import { accepts } from "hono/accepts";
import { failure } from "../../views/layout/failure.ts";
import { noticePart, signedOutPart } from "../../views/layout/notice.ts";
import { described } from "../core/described.ts";
import type { Refusal } from "../core/refusal.ts";
import { wantsPart } from "./request.ts";
import type { Request } from "./types.ts";

const wantsJson = (c: Request): boolean =>
  accepts(c, {
    header: "Accept",
    supports: ["text/html", "application/json", "application/activity+json"],
    default: "text/html",
  }) !== "text/html";

/**
 * Said on the page that is open, where htmx asked: what was typed there stays. It takes the focus where a person sent
 * something, and not where the page asked by itself.
 */
function saidThere(c: Request, status: Refusal["status"] | 500, text: string): Response | Promise<Response> {
  const kind = c.req.method === "GET" ? "information" : "problem";
  return c.html(status === 401 ? signedOutPart : noticePart({ kind, text }), status);
}

/** A refusal as the asker reads it: a page, or JSON. Someone who is not signed in is led there. */
export function showRefusal(c: Request, refusal: Refusal): Response | Promise<Response> {
  if (wantsJson(c) || !c.get("shell")) return c.json({ error: refusal.message }, refusal.status);
  if (wantsPart(c)) return saidThere(c, refusal.status, refusal.message);
  const back = c.req.method === "GET" ? c.req.path + new URL(c.req.url).search : "/";
  const door = `/sign-in?then=${encodeURIComponent(back)}`;
  if (refusal.code === "not signed in") return c.redirect(door, 303);
  const { shell } = c.var;
  const signIn = refusal.code === "not found" && !shell.viewer ? door : null;
  return c.html(failure({ shell, status: refusal.status, text: refusal.message, signIn }), refusal.status);
}

/** A defect of ours: logged with the request's id, which the person can quote. */
export function unexpected(c: Request, error: Error): Response | Promise<Response> {
  const id = c.get("requestId");
  console.error(JSON.stringify({ level: "error", requestId: id, path: c.req.path, error: described(error) }));
  const text = `Something went wrong at our end. Try again. If it happens again, tell your administrator this number: ${id}`;
  if (wantsJson(c) || !c.get("shell")) return c.json({ error: text }, 500);
  if (wantsPart(c)) return saidThere(c, 500, text);
  return c.html(failure({ shell: c.var.shell, status: 500, text }), 500);
}
