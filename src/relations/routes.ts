import { blockPage, quietPage } from "../../views/relations.ts";
import { card, cardRow, findBySlug } from "../actors/index.ts";
import { notFound } from "../core/refusal.ts";
import { check, done, fields, needsSignIn, type Request, type Web } from "../web/index.ts";
import { muteInput, noteInput } from "./input.ts";
import {
  blockPerson,
  muteAccount,
  setNote,
  unblockHost,
  unblockPerson,
  unmuteAccount,
} from "./operations.ts";
import { quietOf } from "./queries.ts";

/** Whom the path names, for members. */
async function personIn(c: Request) {
  needsSignIn(c);
  const { ctx, shell } = c.var;
  const id = await findBySlug(ctx, "person", c.req.param("slug") ?? "");
  const row = id === null ? null : await cardRow(ctx.store.db, id);
  if (!row || row.gone) throw notFound();
  return card(row, shell.instance.name);
}

/** Whom one mutes and blocks, and what one notes about them. */
export function routes(app: Web): void {
  app.get("/me/people", async (c) => {
    needsSignIn(c);
    const { ctx, shell } = c.var;
    return c.html(quietPage({ shell, ...(await quietOf(ctx, shell.instance.name)) }));
  });

  app.post("/me/people/servers/unblock", async (c) => {
    needsSignIn(c);
    const { host } = await fields(c);
    await unblockHost(c.var.ctx, typeof host === "string" ? host : "");
    return done(c, "/me/people", "You see that server’s people again.");
  });

  /** Back to the list, where it was done there. */
  const back = async (c: Request, href: string) => ((await fields(c)).back === "list" ? "/me/people" : href);

  app.post("/people/:slug/mute", async (c) => {
    const { id, name, href } = await personIn(c);
    const { duration, notifications } = await fields(c);
    const input = check(muteInput, { duration, notifications: notifications === "yes" });
    await muteAccount(c.var.ctx, id, input);
    return done(c, href, `You muted ${name}.`, "success", { path: `${href}/unmute`, fields: {} });
  });

  app.post("/people/:slug/unmute", async (c) => {
    const { id, name, href } = await personIn(c);
    await unmuteAccount(c.var.ctx, id);
    return done(c, await back(c, href), `You see what ${name} writes again.`);
  });

  app.get("/people/:slug/block", async (c) => {
    const { name, href } = await personIn(c);
    return c.html(blockPage({ shell: c.var.shell, name, href }));
  });

  app.post("/people/:slug/block", async (c) => {
    const { id, name, href } = await personIn(c);
    await blockPerson(c.var.ctx, id);
    return done(c, href, `You blocked ${name}.`, "success", { path: `${href}/unblock`, fields: {} });
  });

  app.post("/people/:slug/unblock", async (c) => {
    const { id, name, href } = await personIn(c);
    await unblockPerson(c.var.ctx, id);
    return done(c, await back(c, href), `You unblocked ${name}.`);
  });

  app.post("/people/:slug/note", async (c) => {
    const { id, href } = await personIn(c);
    const { text } = await fields(c);
    await setNote(c.var.ctx, id, check(noteInput, { text }));
    return done(c, href, "Your note was saved.");
  });
}
