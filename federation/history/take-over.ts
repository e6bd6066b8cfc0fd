import { and, eq } from "drizzle-orm";
import { activity, content } from "../../db/index.ts";
import { newId } from "../../src/core/id.ts";
import { type ActorRow, workspaceById } from "../actors/rows.ts";
import { addresses, sameOrigin } from "../addresses.ts";
import { announce } from "../builder.ts";
import type { Deps } from "../deps.ts";
import { passedOn } from "../inbox/announce.ts";
import { fetchDocument, type Json } from "../remote/fetch.ts";
import { linkOf, readPage } from "./pages.ts";

const mostPages = 10_000;

/**
 * Takes over the whole history of a workspace that moves here: what its old home has passed on, page by page from the
 * beginning, stands in the new one's `outbox` with the activities inside as they are. What did not reach us yet is taken
 * in on the way. Taken over again, nothing stands there twice.
 *
 * @returns what hindered it; null where all is here
 */
export async function takeHistory(deps: Deps, from: ActorRow, to: ActorRow): Promise<string | null> {
  const outbox = from.outbox ? await fetchDocument(deps, from.outbox, to.id) : null;
  if (!outbox?.ok) return outbox?.problem ?? "It has no outbox";
  let page = linkOf(outbox.value.document.last) ?? linkOf(outbox.value.document.first);
  for (let count = 0; page && sameOrigin(page, from.iri) && count < mostPages; count++) {
    const answer = await fetchDocument(deps, page, to.id);
    if (!answer.ok) return answer.problem;
    const { items, next } = readPage(answer.value.document, from);
    for (const item of items) await one(deps, from, to, item);
    if (!next || next === page || items.length === 0) break;
    page = next;
  }
  return null;
}

async function one(deps: Deps, from: ActorRow, to: ActorRow, item: string | Json): Promise<void> {
  if (typeof item === "string" || item.type !== "Announce" || item.actor !== from.iri) return;
  const { object } = item;
  if (typeof object !== "string" && (typeof object !== "object" || object === null || Array.isArray(object)))
    return;
  try {
    await passedOn(deps, from, object as string | Json);
  } catch (error) {
    console.warn(JSON.stringify({ level: "warn", history: from.iri, problem: String(error) }));
  }
  const group = (await workspaceById(deps.store.db, to.id))!;
  const inner = typeof object === "string" ? { id: object, type: "Object" } : (object as Json);
  const innerIri = String(inner.id);
  const about =
    typeof inner.object === "string"
      ? inner.object
      : String((inner.object as Json | undefined)?.id ?? innerIri);
  const at = new Date(typeof item.published === "string" ? item.published : deps.clock());
  await deps.store.transaction(async (tx) => {
    const [there] = await tx
      .select({ id: activity.id })
      .from(activity)
      .where(and(eq(activity.innerIri, innerIri), eq(activity.actorId, to.id)));
    if (there) return;
    const [post] = await tx.select({ id: content.id }).from(content).where(eq(content.iri, about));
    const id = newId(deps.clock());
    const iri = addresses(deps.env.origin).activity(id);
    await tx.insert(activity).values({
      id,
      iri,
      type: "Announce",
      actorId: to.id,
      workspaceId: to.id,
      contentId: post?.id ?? null,
      innerIri,
      innerType: String(inner.type),
      body: announce(iri, at, group, JSON.stringify(object)),
      created: deps.clock(),
    });
  });
}
