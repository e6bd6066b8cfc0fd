import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Shell } from "../../views/layout/page.ts";
import { wantsPart } from "./request.ts";
import type { Request } from "./types.ts";

const noticeCookie = "notice";

/** Goes to another page after a form was sent, and says there that it was done. */
export function done(
  c: Request,
  path: string,
  text?: string,
  kind: "success" | "problem" | "information" = "success",
) {
  if (text) {
    setCookie(c, noticeCookie, JSON.stringify({ kind, text }), {
      path: "/",
      httpOnly: true,
      sameSite: "Lax",
      secure: c.var.ctx.origin.startsWith("https:"),
      maxAge: 60,
    });
  }
  return c.redirect(path, 303);
}

/** The notice that the page before left, shown once; a part of a page leaves it to the whole. */
export function takeNotice(c: Request): Shell["notice"] {
  if (wantsPart(c)) return null;
  const text = getCookie(c, noticeCookie);
  if (!text) return null;
  deleteCookie(c, noticeCookie, { path: "/" });
  try {
    const { kind, text: words } = JSON.parse(text) as { kind: unknown; text: unknown };
    if (typeof words !== "string" || words.length > 500) return null;
    return { kind: kind === "problem" || kind === "information" ? kind : "success", text: words };
  } catch {
    return null;
  }
}
