import type { Context } from "../context.ts";
import { write } from "./writing.ts";

/** How a text would look, with links to the people it names. Nothing is stored. */
export async function preview(ctx: Context, source: string): Promise<string> {
  if (source.length > 50_000) return "";
  return (await write(ctx, ctx.store.db, source)).html;
}
