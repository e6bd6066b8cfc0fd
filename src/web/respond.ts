import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Undo } from "../../views/layout/notice.ts";
import type { Shell } from "../../views/layout/page.ts";
import { localPath, wantsPart } from "./request.ts";
import type { Request } from "./types.ts";

const noticeCookie = "notice";

/** Goes to another page after a form was sent, and says there that it was done, and how to take it back. */
export function done(
  c: Request,
  path: string,
  text?: string,
  kind: "success" | "problem" | "information" = "success",
  undo?: Undo,
) {
  if (text) {
    setCookie(c, noticeCookie, JSON.stringify({ kind, text, undo }), {
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
    const { kind, text: words, undo } = JSON.parse(text) as Record<"kind" | "text" | "undo", unknown>;
    if (typeof words !== "string" || words.length > 500) return null;
    const said = {
      kind: kind === "problem" || kind === "information" ? kind : "success",
      text: words,
    } as const;
    return isUndo(undo) ? { ...said, undo } : said;
  } catch {
    return null;
  }
}

/** A cookie is what the browser says: it leads nowhere else. */
function isUndo(value: unknown): value is Undo {
  if (typeof value !== "object" || value === null) return false;
  const { path, fields } = value as Partial<Undo>;
  const texts =
    typeof fields === "object" && Object.values(fields ?? {}).every((one) => typeof one === "string");
  return typeof path === "string" && localPath(path, "") === path && texts;
}
