import { z } from "zod";
import { leavingPage, openPage } from "../../views/directory.ts";
import { discoverPage, offersPage, offersPart } from "../../views/directory/discover.ts";
import { Refusal } from "../core/refusal.ts";
import { done, fields, needsSignIn, type Request, wantsPart, type Web } from "../web/index.ts";
import { join, workspacesHere } from "../workspaces/index.ts";
import { hostIn, organisationIn, webAddress } from "./addresses.ts";
import { open } from "./find.ts";
import { rememberHome, there } from "./home-cookie.ts";
import { isThere } from "./is-there.ts";
import { knownOrganisations, markKnown, organisationName } from "./queries.ts";

const ours = (c: Request): string => c.var.shell.instance.name;
const pageNumber = z.coerce.number().int().min(1).max(1000).catch(1);

/** Looks an address up and shows what was found, or goes there. An organisation's leads to what it offers. */
async function openAddress(c: Request, address: string) {
  needsSignIn(c);
  const { ctx, shell } = c.var;
  if (!address.trim()) return c.html(openPage({ shell, address: "", problem: null, workspace: null }));
  const organisation = organisationIn(address);
  if (organisation)
    return c.redirect(organisation === ctx.host ? "/discover" : `/discover/${organisation}`, 303);
  const opened = await open(ctx, address, ours(c));
  if (!opened.ok) {
    return c.html(openPage({ shell, address, problem: opened.problem, workspace: null }), 422);
  }
  const { value } = opened;
  if ("href" in value) return c.redirect(value.href, 303);
  if (value.workspace.member) return c.redirect(value.workspace.href, 303);
  return c.html(openPage({ shell, address, problem: null, workspace: value.workspace }));
}

/** Discover, and the two ways over: opening here what lives elsewhere, and elsewhere what lives here. */
export function routes(app: Web): void {
  app.get("/discover", async (c) => {
    const { ctx, shell } = c.var;
    const page = pageNumber.parse(c.req.query("page"));
    const [organisations, { items, more }] = await Promise.all([
      ctx.actor ? knownOrganisations(ctx) : null,
      workspacesHere(ctx, ours(c), { words: "", page, only: "open" }),
    ]);
    const at = (number: number) => `/discover?page=${number}`;
    return c.html(
      discoverPage({
        shell,
        organisations,
        here: items,
        newer: page > 1 ? at(page - 1) : null,
        older: more ? at(page + 1) : null,
      }),
    );
  });

  app.get("/discover/:host", async (c) => {
    const reader = needsSignIn(c);
    const { ctx, shell } = c.var;
    const host = hostIn(c.req.param("host"));
    if (!host) throw new Refusal("not found", "This is not the address of an organisation.");
    if (host === ctx.host) return c.redirect("/discover", 303);
    const known = await organisationName(ctx, host);
    if (!c.req.query("now")) return c.html(offersPage({ shell, host, name: known, offers: null }));
    const answer = await ctx.elsewhere.offers(host, reader.id);
    const offers = answer.ok
      ? { ...answer.value, workspaces: await markKnown(ctx, answer.value.workspaces) }
      : { problem: answer.problem };
    const name = answer.ok ? answer.value.organisation : known;
    return c.html(
      wantsPart(c) ? offersPart({ host, name, offers }) : offersPage({ shell, host, name, offers }),
    );
  });

  app.get("/open", (c) => openAddress(c, c.req.query("address") ?? ""));
  app.get("/authorize_interaction", (c) => openAddress(c, c.req.query("uri") ?? ""));

  app.post("/open/join", async (c) => {
    needsSignIn(c);
    const { ctx, shell } = c.var;
    const { address = "" } = await fields(c);
    const opened = await open(ctx, String(address), ours(c));
    if (!opened.ok) {
      const props = { shell, address: String(address), problem: opened.problem, workspace: null };
      return c.html(openPage(props), 422);
    }
    if ("href" in opened.value) return c.redirect(opened.value.href, 303);
    const { id, href, member, name } = opened.value.workspace;
    if (member) return c.redirect(href, 303);
    // Asking takes a reason, which has a page of its own.
    if (opened.value.workspace.joining === "on request") return c.redirect(`${href}/join`, 303);
    await join(ctx, { workspaceId: id });
    return done(c, href, `You are joining ${name}.`);
  });

  app.post("/open-at-home", async (c) => {
    const { shell } = c.var;
    const form = await fields(c);
    const home = String(form.home ?? "");
    const uri = webAddress(String(form.uri ?? ""));
    if (!uri) throw new Refusal("invalid", "The link did not arrive whole. Go back and try again.");
    const host = hostIn(home);
    const wrong = (text: string) =>
      c.html(leavingPage({ shell, uri, home, there: null, problems: [{ field: "home", text }] }), 422);
    if (!host) return wrong("Enter an address such as tombolo.south.example or @priya-nair@south.example");
    if (!(await isThere(c.var.ctx, host, c.var.address)))
      return wrong(`No Tombolo answers at ${host}. Check the address, or try again later`);
    rememberHome(c, host);
    return c.html(leavingPage({ shell, uri, home, there: there(host, uri), problems: [] }));
  });
}
