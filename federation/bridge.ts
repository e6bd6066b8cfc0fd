import { and, asc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";
import {
  activity,
  actor,
  amongGiven,
  content,
  event,
  follow,
  given,
  mention,
  placeholders,
  prepared,
  preparedWrite,
  type Store,
  type Writer,
} from "../db/index.ts";
import type { EventKind, Events } from "../src/core/events.ts";
import { type Id, newId } from "../src/core/id.ts";
import { addresses } from "./addresses.ts";
import { asPart, atOnce } from "./at-hand.ts";
import { announce } from "./builder.ts";
import type { Json } from "./actors/documents.ts";
import { actorById, type ActorRow, workspaceById } from "./actors/rows.ts";
import type { Deps } from "./deps.ts";
import { enqueue, type Queued, type Receiver, tellReceivers } from "./delivery/enqueue.ts";
import { type Happened, saying } from "./sending.ts";
import { saidIn } from "./moving.ts";
import { loadContent } from "./objects/load.ts";
import { boostedAs } from "./objects/note.ts";
import { translations } from "./translations.ts";
import { addProof } from "./wire/proof.ts";

/** An activity ready to be stored and sent. */
export interface Ready {
  id: Id;
  iri: string;
  type: string;
  actorId: Id;
  body: string;
  workspaceId: Id | null;
  contentId: Id | null;
  innerIri: string | null;
  innerType: string | null;
  /** None: it only stands in a collection or is passed on inside another. */
  to: Receiver[];
}

const batch = 100;

/**
 * The one place that sends. Reads what happened and turns it into activities and rows to deliver, in one transaction
 * with the mark that it is done: a process killed at any moment sends nothing twice and forgets nothing.
 *
 * @returns how many events it dealt with
 */
export async function bridge(deps: Deps): Promise<number> {
  const events = (await untoldQuery(deps.store)) as Happened[];
  for (let next = 0; next < events.length;) {
    const queued = new Map<Happened, Queued[]>();
    const { done, alone } = await atOnce(
      deps,
      events.slice(next),
      async (row, part) => void queued.set(row, await pass(part.deps, row)),
      (told, within) =>
        within.transaction(async (tx) => {
          const waiting = told.flatMap((row) => queued.get(row)!);
          await finish(tx, told, waiting);
        }),
    );
    next += done;
    // Ours is signed first, while others may write.
    if (alone && next < events.length) await pass(deps, events[next++]!, finish).catch(unlessTold);
  }
  return events.length;
}

/**
 * Passes on what just came in, in its own transaction, as far as neither a key nor the network is needed: it is told with
 * the same commit. What is left, `bridge` passes on. On PostgreSQL that does it all: of two processes only one tells.
 */
export async function bridgeAtHand(deps: Deps, within: Store): Promise<void> {
  if (deps.store.dialect !== "sqlite") return;
  const queued = new Map<Happened, Queued[]>();
  for (const row of (await untoldQuery(within)) as Happened[]) {
    try {
      queued.set(row, await asPart(deps, within, (part) => pass(part.deps, row)));
    } catch {
      break;
    }
  }
  if (queued.size === 0) return;
  await within.transaction((tx) => finish(tx, [...queued.keys()], [...queued.values()].flat()));
}

const untoldQuery = prepared("events to pass on", (db) =>
  db.select().from(event).where(eq(event.bridged, false)).orderBy(asc(event.id)).limit(batch),
);

const toldWrite = preparedWrite("event passed on", (tx) =>
  tx
    .update(event)
    .set({ bridged: true })
    .where(and(amongGiven(event.id, "ids"), eq(event.bridged, false)))
    .returning({ id: event.id }),
);

/** Another has passed it on meanwhile. */
class AlreadyTold extends Error {}

const unlessTold = (error: unknown) => {
  if (!(error instanceof AlreadyTold)) throw error;
};

/**
 * Those who receive it are told that it waits, and the events are done: once for as many as there are.
 *
 * @throws {AlreadyTold} where one of them was done before: nothing is sent twice, whoever was quicker
 */
async function finish(tx: Writer, told: readonly Happened[], queued: readonly Queued[]): Promise<void> {
  await tellReceivers(tx, queued);
  const now = await toldWrite(tx, { ids: given(told.map(({ id }) => id)) });
  if (now.length < told.length) throw new AlreadyTold("An event was passed on before");
}

/**
 * @param finishes what finishes it in the same transaction, where it is not finished with others
 * @returns what waits to be sent now
 */
async function pass(deps: Deps, row: Happened, finishes?: typeof finish): Promise<Queued[]> {
  const ready = await activitiesFor(deps, row);
  return deps.store.transaction(async (tx) => {
    const queued: Queued[] = [];
    if (row.contentId && row.kind === "discussion.moved in") await forgetPassedOn(tx, row);
    for (const one of ready) queued.push(...(await put(tx, row.created, one)));
    if (row.contentId) await conceal(tx, row, row.contentId);
    if (row.contentId && row.kind === "content.restored")
      queued.push(...(await sendAgain(tx, row.created, row.contentId)));
    await finishes?.(tx, [row], queued);
    return queued;
  });
}

const activityWrite = preparedWrite("activity", (tx) =>
  tx
    .insert(activity)
    .values(
      placeholders(
        ...(["id", "iri", "type", "actorId", "workspaceId", "contentId"] as const),
        ...(["innerIri", "innerType", "body", "created"] as const),
      ),
    )
    .onConflictDoNothing({ target: activity.iri })
    .returning({ id: activity.id }),
);

async function put(tx: Writer, at: Date, { to, ...ready }: Ready): Promise<Queued[]> {
  const [stored] = await activityWrite(tx, { ...ready, created: at });
  const id =
    stored?.id ??
    (await tx.select({ id: activity.id }).from(activity).where(eq(activity.iri, ready.iri)))[0]!.id;
  const queued: Queued[] = [];
  for (const receiver of to)
    queued.push(await enqueue(tx, at, { activityId: id, signerId: ready.actorId, to: receiver }));
  return queued;
}

/** After a deletion no activity of ours shows the words any more; only the Delete is still sent. */
async function conceal(tx: Writer, { kind, data }: Happened, contentId: Id): Promise<void> {
  const deleted = kind === "content.deleted" || kind === "post.deleted";
  const removal = deleted && (data as Events["content.deleted"]).removal === true;
  const to = removal
    ? { withheld: true }
    : kind === "content.restored" || kind === "post.restored"
      ? { withheld: false }
      : deleted || kind === "content.erased"
        ? { body: "" }
        : null;
  if (!to) return;
  const held = and(eq(activity.contentId, contentId), inArray(activity.type, ["Create", "Update"]));
  const passedOn = and(
    eq(activity.contentId, contentId),
    eq(activity.type, "Announce"),
    inArray(activity.innerType, [...saying, "Page"]),
  );
  const unliked = and(
    eq(activity.contentId, contentId),
    eq(activity.type, "Announce"),
    eq(activity.innerType, "Undo"),
  );
  await tx.update(activity).set(to).where(or(held, passedOn));
  // What an Undo takes back may be a lock, or the removal itself: only for good does it go with the words.
  if ("body" in to) await tx.update(activity).set(to).where(unliked);
  // Of somebody's own post whom it was for stays known.
  if ("body" in to && kind !== "post.deleted")
    await tx.delete(mention).where(eq(mention.contentId, contentId));
}

/**
 * What was passed on about a post while it was removed was not sent. Whoever has it already knows it by its id; whoever
 * came later gets it now.
 */
async function sendAgain(tx: Writer, at: Date, contentId: Id): Promise<Queued[]> {
  const passedOn = await tx
    .select({ id: activity.id, actorId: activity.actorId })
    .from(activity)
    .where(
      and(
        eq(activity.contentId, contentId),
        eq(activity.type, "Announce"),
        inArray(activity.innerType, saying),
        ne(activity.body, ""),
      ),
    )
    .orderBy(asc(activity.id));
  const queued: Queued[] = [];
  for (const { id, actorId } of passedOn)
    queued.push(await enqueue(tx, at, { activityId: id, signerId: actorId, to: { channelId: actorId } }));
  return queued;
}

/** A discussion that comes back is passed on anew: what was passed on of it before it left is over. */
async function forgetPassedOn(tx: Writer, { workspaceId, contentId }: Happened): Promise<void> {
  const thread = tx.select({ id: content.id }).from(content).where(eq(content.rootId, contentId!));
  await tx
    .update(activity)
    .set({ body: "" })
    .where(
      and(
        eq(activity.actorId, workspaceId!),
        eq(activity.type, "Announce"),
        inArray(activity.contentId, thread),
        inArray(activity.innerType, [...saying, "Page"]),
      ),
    );
}

async function activitiesFor(deps: Deps, happened: Happened): Promise<Ready[]> {
  const translate = translations[happened.kind as EventKind] as
    ((deps: Deps, happened: Happened) => Promise<Translated | null>) | undefined;
  const translated = (await translate?.(deps, happened)) ?? null;
  if (!translated) return [];
  const { store } = deps;
  const made: Ready[] = [];
  const base = {
    workspaceId: translated.workspaceId,
    contentId: happened.contentId,
    innerIri: null,
    innerType: null,
  };

  const own = async ({ activity, actorId, to }: Own) => {
    const { keyId, pair } = (await deps.keys.of(actorId)).ed25519;
    const proved = await addProof(activity, { keyId, privateKey: pair.privateKey }, happened.created);
    const said = { iri: String(activity.id), type: String(activity.type), body: JSON.stringify(proved) };
    made.push({ ...base, id: newId(happened.created), ...said, actorId, to });
    return said;
  };
  const inner = "raw" in translated ? translated.raw : await own(translated);
  if (translated.besides) await own(translated.besides);

  const group = translated.announcedBy ? await workspaceById(store, translated.announcedBy) : null;
  if (group) {
    const at = happened.created;
    const author = "raw" in translated ? await awayWithout(deps, group.actorId, happened, translated.by) : [];
    const pass = (innerIri: string, innerType: string, body: string, plain = false): Ready => {
      const id = newId(at);
      const iri = addresses(deps.env.origin).activity(id);
      const to: Receiver[] = [{ channelId: group.actorId, plain }, ...(plain ? [] : author)];
      const text = announce(iri, at, group, body);
      return {
        ...base,
        id,
        iri,
        type: "Announce",
        actorId: group.actorId,
        body: text,
        innerIri,
        innerType,
        to,
      };
    };
    made.push(pass(inner.iri, inner.type, inner.body));
    // Whoever reads only this workspace has nothing of it yet.
    if (happened.kind === "discussion.moved in") {
      for (const { iri, type, body, contentId } of await saidIn(deps, happened.contentId!))
        made.push({ ...pass(iri, type, body), contentId });
      const { iri } = (await loadContent(deps.store.db, happened.contentId!))!.row;
      const root = await boostedAs(deps, happened.contentId, iri);
      made.push(pass(root, "Page", JSON.stringify(root), true));
    }
    // Mastodon shows a boost only for the post itself; for comments that would be a flood. Lemmy refuses it.
    if (happened.kind === "discussion.opened" && translated.objectIri) {
      const boosted = await boostedAs(deps, happened.contentId, translated.objectIri);
      made.push(pass(boosted, "Page", JSON.stringify(boosted), true));
    }
  }
  return made;
}

const followsQuery = prepared(
  "whether a server follows",
  (db) =>
    db
      .select({ id: follow.id })
      .from(follow)
      .innerJoin(actor, eq(actor.id, follow.followerId))
      .where(
        and(
          eq(follow.followedId, sql.placeholder("group")),
          eq(follow.state, "accepted"),
          eq(actor.host, sql.placeholder("host")),
          eq(actor.local, false),
          isNull(actor.gone),
        ),
      )
      .limit(1),
  true,
);

/**
 * The inbox of somebody elsewhere whose act a workspace here has taken in, where nobody at their server follows it: who
 * writes and then leaves is told too.
 */
async function awayWithout(
  deps: Deps,
  groupId: Id,
  { actorId }: Happened,
  known: ActorRow | undefined,
): Promise<Receiver[]> {
  const by = known ?? (actorId === null ? null : await actorById(deps.store, actorId));
  if (!by || by.local || by.gone) return [];
  const [follows] = await followsQuery(deps.store, { group: groupId, host: by.host });
  return follows ? [] : [{ host: by.host, inbox: by.inbox }];
}

/** An activity of somebody here. */
interface Own {
  activity: Json;
  actorId: Id;
  to: Receiver[];
}

/** What an event becomes on the wire. */
export type Translated = {
  workspaceId: Id | null;
  /** The workspace of ours that passes it on to its followers. */
  announcedBy?: Id | null;
  objectIri?: string;
  /** Sent as well, and not passed on. */
  besides?: Own | null;
} & (
  | Own
  /** Came from elsewhere, and is passed on as it came. `by`: whose act it is, where that is at hand. */
  | { raw: { iri: string; type: string; body: string }; by?: ActorRow }
);
