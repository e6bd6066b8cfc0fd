import { setImmediate } from "node:timers/promises";
import { and, eq, exists, inArray, sql } from "drizzle-orm";
import { actor, follow, inbox, peer, placeholders, preparedWrite, type Writer } from "../../db/index.ts";
import type { Request, Web } from "../../src/web/index.ts";
import { verdictFor } from "../../src/peers/index.ts";
import { publicUrl } from "../access.ts";
import { hostOf } from "../addresses.ts";
import { buckets } from "../bucket.ts";
import type { Deps } from "../deps.ts";
import { type JsonObject, readJson } from "../wire/json.ts";
import { synchronisationHeader } from "../wire/partial-followers.ts";
import { verifyRequest } from "../wire/verify-request.ts";
import { bodyOf } from "./body.ts";
import { objectionTo } from "./judge.ts";
import { remember } from "./read-before.ts";
import { subjectOf } from "./subject.ts";

/** Bytes of an activity. Lemmy's largest posts stay under 100 KB. */
const largest = 1024 * 1024;
/** That a peer was heard from is written down at most this often, in ms. */
const notedEvery = 5_000;
const mostNoted = 10_000;
/** Activities of one server that may wait to be dealt with: one does not fill the disk for all. Looked at as often. */
const mostWaiting = 10_000;
/** Activities that are kept in one transaction. */
const mostTogether = 50;

/** One line in the log for each refusal: who, what, why. */
function refused(
  c: Request,
  status: 400 | 401 | 403 | 413 | 415 | 429 | 503,
  problem: string,
  from?: string,
) {
  console.warn(
    JSON.stringify({ level: "warn", inbox: c.req.path, address: c.get("address"), from, status, problem }),
  );
  return c.json({ error: problem }, status);
}

/**
 * Takes in what other servers send: signature and digest verified, the raw bytes stored once for each activity, 202.
 * What it means is found out by the worker, so that a busy hour loses nothing.
 */
export function inboxRoutes(
  app: Web,
  deps: Deps,
  wake: {
    /** Something waits to be dealt with. */
    arrived(): void;
    /** Somebody spoke to whom something may wait to be sent. */
    heard(): void;
  },
): void {
  const noted = new Map<string, number>();
  const { inboxLimit } = deps.env;
  const limit = inboxLimit > 0 ? buckets(deps.clock, { burst: inboxLimit, each: inboxLimit / 60 }) : null;
  const keep = keeping(deps);
  const receive = async (c: Request) => {
    const length = Number(c.req.header("content-length") ?? 0);
    if (length > largest) return refused(c, 413, "An activity may have up to 1 MB.");
    const type = c.req.header("content-type") ?? "";
    if (!/^application\/(activity\+json|ld\+json|json)\b/i.test(type)) {
      return refused(c, 415, "Send application/activity+json.");
    }
    const body = await bodyOf(c, largest).catch(() => undefined);
    if (body === undefined) return refused(c, 400, "The body did not come whole.");
    if (!body) return refused(c, 413, "An activity may have up to 1 MB.");
    const request = { method: "POST", url: publicUrl(deps, c), headers: c.req.raw.headers, body };
    const keys = deps.publicKeys.askedBy(c.get("address"));
    const verified = await verifyRequest(request, keys, deps.clock());
    if (!verified.ok && keys.tooMany()) {
      c.header("retry-after", "60");
      return refused(c, 429, "Too many keys that fit nothing were named from this address.", verified.keyId);
    }
    if (
      !verified.ok &&
      verified.kind === "key" &&
      verified.keyId &&
      deps.publicKeys.unreachable(verified.keyId)
    ) {
      c.header("retry-after", "15");
      return refused(c, 503, "The server of the key did not answer. Try again.", verified.keyId);
    }
    if (!verified.ok) return refused(c, verified.status, verified.problem, verified.keyId);

    const signer = verified.actorIri;
    const host = hostOf(signer);
    if ((await verdictFor(deps.store, host)) === "suspended")
      return refused(c, 403, "This server is suspended here.", signer);
    if (limit && !limit.take(host)) {
      c.header("retry-after", String(limit.wait(host)));
      return refused(c, 429, "This server sends more than is taken at once.", signer);
    }
    const read = readJson(body);
    if (!read.ok) return refused(c, read.kind === "too-large" ? 413 : 400, read.problem, signer);
    const text = body.toString();
    const objection = await objectionTo(read.value, signer);
    if (objection) return refused(c, objection.status, objection.problem, signer);
    const id = String(read.value.id);
    const subject = subjectOf(read.value);

    const said = c.req.header(synchronisationHeader);
    const followers = said && verified.covered.includes(synchronisationHeader) ? said : null;

    const now = deps.clock();
    const notes = now.getTime() - (noted.get(host) ?? -Infinity) >= notedEvery;
    if (notes && (await waits(deps, host)) >= mostWaiting) {
      c.header("retry-after", "60");
      return refused(c, 429, "What you sent before is still being dealt with.", signer);
    }
    const arrived = { iri: id, actorIri: signer, host, body: text, subject, followers, received: now };
    remember(deps.store, id, { body: text, document: read.value });
    await keep({ ...arrived, asks: asksToJoin(read.value), notes });
    wake.arrived();
    if (notes) {
      if (noted.size >= mostNoted) noted.clear();
      noted.set(host, now.getTime());
      wake.heard();
    }
    return c.body(null, 202);
  };
  app.post("/inbox", receive);
  app.post("/actors/:id/inbox", receive);
}

/** How many activities of a server are still to be dealt with. */
const waits = (deps: Deps, host: string): Promise<number> =>
  deps.store.db.$count(inbox, and(eq(inbox.state, "new"), eq(inbox.host, host)));

interface Arriving {
  iri: string;
  actorIri: string;
  host: string;
  body: string;
  subject: string | null;
  followers: string | null;
  received: Date;
  asks: boolean;
  /** Whether it is written down that its server was heard from. */
  notes: boolean;
}

/** Keeps what arrives; what arrives together, in one transaction. Resolves when it is kept. */
function keeping({ store }: Deps): (one: Arriving) => Promise<void> {
  let next: { all: Arriving[]; kept: Promise<void> } | null = null;
  const together = async (all: Arriving[]) => {
    await setImmediate();
    const over = () => {
      if (next?.all === all) next = null;
    };
    await store
      .transaction(async (tx) => {
        over();
        for (const one of all) await put(tx, one);
      })
      .finally(over);
  };
  return (one) => {
    if (!next || next.all.length >= mostTogether) {
      const all: Arriving[] = [];
      next = { all, kept: together(all) };
    }
    next.all.push(one);
    // What cannot be kept is nobody else's failure.
    return next.kept.catch(() => store.transaction((tx) => put(tx, one)));
  };
}

const insertion = preparedWrite("arrived", (tx) =>
  tx
    .insert(inbox)
    .values({
      ...placeholders("iri", "actorIri", "host", "body", "subject", "followers", "received"),
      state: "new",
    })
    .onConflictDoNothing()
    .returning({ seq: inbox.seq }),
);

async function put(tx: Writer, { asks, notes, ...arrived }: Arriving): Promise<void> {
  const { iri, actorIri, host, received: now } = arrived;
  const stored = await insertion(tx, arrived);
  // Our answer to a Follow may have got lost: sent again, it is answered again.
  if (stored.length === 0 && asks)
    await tx
      .update(inbox)
      .set({ state: "new", attempts: 0, nextAttempt: null })
      .where(
        and(eq(inbox.iri, iri), inArray(inbox.state, ["done", "refused"]), stillAsked(tx, iri, actorIri)),
      );
  if (!notes) return;
  // Who speaks is there again: after a failure, what waits is tried at once, unless it asked us to wait.
  const nextAttempt = sql`case when ${peer.failures} > 0 and ${peer.problem} <> 'answered 429' then null else ${peer.nextAttempt} end`;
  await tx
    .insert(peer)
    .values({ host, created: now, lastHeard: now })
    .onConflictDoUpdate({ target: peer.host, set: { lastHeard: now, nextAttempt, gone: null } });
}

const asksToJoin = ({ type }: JsonObject): boolean => type === "Follow" || type === "Join";

/** Whether a Follow still stands: one that was undone is over. */
const stillAsked = (tx: Writer, iri: string, by: string) =>
  exists(
    tx
      .select({ id: follow.id })
      .from(follow)
      .innerJoin(actor, eq(actor.id, follow.followerId))
      .where(and(eq(follow.iri, iri), eq(actor.iri, by))),
  );
