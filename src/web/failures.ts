import { accepts } from "hono/accepts";
import { failure } from "../../views/layout/failure.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Request } from "./types.ts";

const wantsJson = (c: Request): boolean =>
  accepts(c, {
    header: "Accept",
    supports: ["text/html", "application/json", "application/activity+json"],
    default: "text/html",
  }) !== "text/html";

/** A refusal as the asker reads it: a page, or JSON. Someone who is not signed in is led there. */
export function showRefusal(c: Request, refusal: Refusal): Response | Promise<Response> {
  if (wantsJson(c) || !c.get("shell")) return c.json({ error: refusal.message }, refusal.status);
  if (refusal.code === "not signed in") {
    const back = c.req.method === "GET" ? c.req.path + new URL(c.req.url).search : "/";
    return c.redirect(`/sign-in?then=${encodeURIComponent(back)}`, 303);
  }
  return c.html(
    failure({ shell: c.var.shell, status: refusal.status, text: refusal.message }),
    refusal.status,
  );
}

/** A defect of ours: logged with the request's id, which the person can quote. */
export function unexpected(c: Request, error: Error): Response | Promise<Response> {
  const id = c.get("requestId");
  console.error(
    JSON.stringify({ level: "error", requestId: id, path: c.req.path, error: error.stack ?? String(error) }),
  );
  const text = `Something went wrong at our end. Try again. If it happens again, tell your administrator this number: ${id}`;
  if (wantsJson(c) || !c.get("shell")) return c.json({ error: text }, 500);
  return c.html(failure({ shell: c.var.shell, status: 500, text }), 500);
}
