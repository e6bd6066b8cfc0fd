import { and, eq } from "drizzle-orm";
import { actor, person } from "../../db/index.ts";
import { findBySlug } from "../actors/index.ts";
import type { Acting, Context } from "../context.ts";
import { Refusal } from "../core/refusal.ts";
import { shell } from "../organisations/index.ts";
import { createWorkspace, workspaceInput } from "../workspaces/index.ts";
import { needed, optional, type Command } from "./command.ts";
import { onInstance } from "./instance.ts";

/** Who is to manage it: the member with this handle, or the first administrator. */
async function managing(ctx: Context, handle: string | undefined): Promise<Acting> {
  const bare = handle?.replace(/^@/, "");
  const chosen = bare
    ? eq(person.actorId, (await findBySlug(ctx, "person", bare)) ?? 0)
    : eq(person.role, "administrator");
  const [found] = await ctx.store.db
    .select({ id: person.actorId, role: person.role })
    .from(person)
    .where(and(chosen, eq(person.state, "active")))
    .orderBy(person.created)
    .limit(1);
  if (!found) {
    throw new Refusal("not found", `There is no member ${handle}. Give a handle, such as priya-nair.`);
  }
  return { id: found.id, local: true, administrator: found.role === "administrator" };
}

export const command: Command = {
  usage: "workspace add --name <name> --purpose <sentence> [options]",
  about: "Creates a workspace.",
  options: {
    name: { type: "string" },
    purpose: { type: "string" },
    handle: { type: "string" },
    level: { type: "string", default: "open" },
    manager: { type: "string" },
  },
  explained: {
    name: "its name",
    purpose: "what it is for, in a sentence",
    handle: "its handle, such as sepsis-network; made from the name unless given",
    level:
      "open (anyone joins), restricted, private (managers approve) or confidential (by invitation); open unless given",
    manager: "the handle of the member who manages it; the first administrator unless given",
  },
  async run(values) {
    const input = workspaceInput.parse({
      name: needed(values, "name"),
      purpose: needed(values, "purpose"),
      handle: optional(values, "handle"),
      level: optional(values, "level"),
    });
    return onInstance(async (ctx) => {
      await shell(ctx);
      const id = await createWorkspace(
        { ...ctx, actor: await managing(ctx, optional(values, "manager")) },
        input,
      );
      const [made] = await ctx.store.db
        .select({ handle: actor.handle, url: actor.url })
        .from(actor)
        .where(eq(actor.id, id));
      console.log(`Created @${made!.handle}@${ctx.host}\n${made!.url}`);
      return 0;
    });
  },
};
