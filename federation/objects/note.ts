import { eq } from "drizzle-orm";
import { actor, content, discussion } from "../../db/index.ts";
import { escapeHtml } from "../../src/core/escape.ts";
import type { Id } from "../../src/core/id.ts";
import { homeZone } from "../../src/gatherings/index.ts";
import { lastDay } from "../../src/proposals/index.ts";
import { isOurKind } from "../access.ts";
import type { Json } from "../actors/documents.ts";
import { noteOf } from "../addresses.ts";
import { about, remove } from "../builder.ts";
import type { Deps } from "../deps.ts";
import { audienceFor } from "./audience.ts";
import type { WireContent } from "./load.ts";
import { postDocument, tombstone } from "./post.ts";

/**
 * Mastodon and its like know no Proposal, and would show nothing of an offer or a request: they are told of a note at an
 * address of its own, which says the same (FEP-0837 has them shown like notes).
 */
export const isNoted = ({ form }: Pick<WireContent, "form">): boolean =>
  form === "offer" || form === "request";

const dayFormat = new Intl.DateTimeFormat("en-GB", { timeZone: homeZone, dateStyle: "long" });

const names = {
  offer: { name: "Offer", closed: "Offer, no longer available" },
  request: { name: "Request", closed: "Request, no longer needed" },
};

/** An offer or a request as a note; one that is deleted as what is left of it. */
export function noteDocument(loaded: WireContent): Json {
  const { row, form, proposal } = loaded;
  const id = noteOf(row.iri);
  if (row.deleted) return { ...tombstone(loaded), id, formerType: "Note" };
  const { name, closed } = names[form === "request" ? "request" : "offer"];
  const { source: _, ...post } = postDocument(loaded, []);
  const facts = [
    proposal?.quantity ? `How many: ${proposal.quantity}` : null,
    proposal?.until ? `Until ${dayFormat.format(lastDay(proposal.until))}` : null,
    proposal?.place ? `Where: ${escapeHtml(proposal.place)}` : null,
  ].filter((fact) => fact !== null);
  const changed = [row.edited, proposal?.said ?? null].filter((at) => at !== null && at > row.published);
  const updated = Math.max(...changed.map((at) => at!.getTime()));
  return {
    ...post,
    type: "Note",
    id,
    content: `<p><strong>${proposal?.closed ? closed : name}: ${escapeHtml(row.title ?? "")}</strong></p>${row.html}${
      facts.length > 0 ? `<p>${facts.join("<br>")}</p>` : ""
    }`,
    ...(changed.length > 0 ? { updated: new Date(updated).toISOString() } : {}),
  };
}

/** What is told directly of an offer or a request: of its note, and by its author, since nobody else is believed. */
export function aboutNote(iri: string, at: Date, type: unknown, loaded: WireContent): Json | null {
  if (!isNoted(loaded) || !loaded.author.local) return null;
  if (type === "Delete")
    return { ...remove(iri, at, loaded, loaded.author, null), object: noteOf(loaded.row.iri) };
  if (type !== "Create" && type !== "Update") return null;
  const { author } = loaded;
  return {
    ...about(iri, type, author.iri, at),
    ...audienceFor(loaded, author),
    object: noteDocument(loaded),
  };
}

/** The address that a workspace boosts for those who know boosts only. A note is there where Tombolo serves the post. */
export async function boostedAs(deps: Deps, contentId: Id | null, iri: string): Promise<string> {
  const [found] = await deps.store.db
    .select({ form: discussion.form, local: actor.local, host: actor.host })
    .from(discussion)
    .innerJoin(content, eq(content.id, discussion.contentId))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(eq(discussion.contentId, contentId ?? 0));
  if (!found || !isNoted(found)) return iri;
  return found.local || (await isOurKind(deps, found.host)) ? noteOf(iri) : iri;
}
