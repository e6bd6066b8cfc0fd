import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import { actor, follow } from "../../db/index.ts";
import { askAnew } from "../../src/workspaces/index.ts";
import { change } from "../../src/context.ts";
import { actorByIri } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import { contextFor, type Deps } from "../deps.ts";
import { fetchDocument } from "../remote/fetch.ts";
import { fresh } from "../sending.ts";
import { digestOf, readSynchronisation } from "../wire/partial-followers.ts";

/** Followers in a list that are looked at. */
const most = 20_000;

/**
 * Compares how people here follow a workspace elsewhere with what its home says of them (FEP-8fcf), and mends what
 * differs. The home decides who belongs: whom it does not know asks anew, under its rules; whose request waits here and
 * is granted there gets their answer again; and who is not a member here is not one there.
 *
 * @param header as it came, signed, with a delivery
 */
export async function synchronise(deps: Deps, senderIri: string, header: string): Promise<void> {
  const said = readSynchronisation(header);
  const group = said && (await actorByIri(deps.store.db, senderIri));
  if (!group || group.local || group.kind !== "group" || group.gone) return;
  // Nobody has us ask for the followers of a third.
  if (said.collectionId !== group.followers || !sameOrigin(said.url, group.iri)) return;
  const here = await followsHere(deps, group.id);
  const following = here.filter(({ state }) => state === "accepted");
  if (digestOf(following.map(({ iri }) => iri)) === said.digest) return;

  const answer = await fetchDocument(deps, said.url);
  if (!answer.ok) return;
  const { orderedItems, items } = answer.value.document;
  const list = [orderedItems ?? items ?? []].flat().slice(0, most);
  const listed = new Set(list.filter((one) => typeof one === "string" && sameOrigin(one, deps.env.origin)));
  // Since then an answer may have come.
  for (const { followerId, iri, followIri, state } of await followsHere(deps, group.id)) {
    if (state === "accepted" ? !listed.has(iri) : state === "pending" && listed.has(iri))
      await askAnew(contextFor(deps, null, true), {
        workspaceId: group.id,
        memberId: followerId,
        ...(state === "pending" ? { followIri } : {}),
      });
    if (state !== "rejected") listed.delete(iri);
  }
  await undo(deps, group.id, [...listed] as string[]);
}

const followsHere = (deps: Deps, groupId: number) =>
  deps.store.db
    .select({
      followerId: follow.followerId,
      iri: actor.iri,
      followIri: follow.iri,
      state: follow.state,
    })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followerId))
    .where(and(eq(follow.followedId, groupId), eq(actor.local, true), isNull(actor.gone)));

/** Takes back, for people here, what their workspace elsewhere believes of them. */
async function undo(deps: Deps, workspaceId: number, iris: string[]): Promise<void> {
  if (iris.length === 0) return;
  const people = await deps.store.db
    .select({ id: actor.id })
    .from(actor)
    .where(
      and(
        inArray(actor.iri, iris.slice(0, 500)),
        eq(actor.local, true),
        ne(actor.kind, "group"),
        isNull(actor.gone),
      ),
    );
  await change(contextFor(deps, null, true), async ({ record, at }) => {
    for (const { id } of people)
      await record({
        kind: "follow.undone",
        actorId: id,
        workspaceId,
        data: { followIri: fresh(deps, at), memberId: id },
      });
  });
}
