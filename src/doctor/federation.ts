import { eq } from "drizzle-orm";
import { actor, instance, openStore, type Store } from "../../db/index.ts";
import { createFederation } from "../../federation/index.ts";
import type { Agent } from "../agent/index.ts";
import { systemClock } from "../core/clock.ts";
import type { Env } from "../env.ts";
import { type Finding, fine, unknown, wrong } from "./finding.ts";

const subject = "Federation";

/** Whether the instance is set up, and still at the address it was set up with. */
export async function checkInstance(
  env: Env,
  store: Store,
): Promise<{ finding: Finding; actorId: number | null }> {
  const [row] = await store.db
    .select({ id: actor.id, iri: actor.iri, name: instance.name })
    .from(instance)
    .innerJoin(actor, eq(actor.id, instance.actorId));
  if (!row) {
    const remedy = `Open ${env.origin}/setup, or run: npx tombolo setup --help`;
    return { finding: unknown("Instance", "it is not set up yet.", remedy), actorId: null };
  }
  const first = new URL(row.iri).origin;
  if (first !== env.origin) {
    const text = `it was set up as ${first}, and ORIGIN is ${env.origin}.`;
    const remedy = `Set ORIGIN to ${first}: other servers know everyone here by it.`;
    return { finding: wrong("Instance", text, remedy), actorId: row.id };
  }
  return { finding: fine("Instance", `${row.name} at ${env.origin}.`), actorId: row.id };
}

interface Jrd {
  links?: { rel?: string; type?: string; href?: string }[];
}

/** The address of an actor, as WebFinger gives it (RFC 7033). */
async function webFinger(agent: Agent, handle: string, host: string): Promise<string | Finding> {
  const scheme = /(^|\.)localhost(:\d+)?$/.test(host) ? "http" : "https";
  const resource = encodeURIComponent(`acct:${handle}@${host}`);
  const answer = await agent.request(`${scheme}://${host}/.well-known/webfinger?resource=${resource}`, {
    accept: "application/jrd+json",
  });
  if (!answer.ok)
    return wrong(subject, `${host} does not answer: ${answer.problem}`, "Check the host's name.");
  const { status, body } = answer.value;
  if (status !== 200) {
    return wrong(subject, `${host} does not know ${handle} (HTTP ${status}).`, "Check the handle.");
  }
  try {
    const { links = [] } = JSON.parse(new TextDecoder().decode(body)) as Jrd;
    const self = links.find(({ rel, type }) => rel === "self" && /activity\+json|ld\+json/.test(type ?? ""));
    if (self?.href) return self.href;
  } catch {
    // Said below.
  }
  return wrong(subject, `WebFinger at ${host} names no ActivityPub actor.`, "Tell who runs that server.");
}

/** Whether somebody elsewhere is found by WebFinger, and their server accepts a request that we sign. */
export async function checkFederation(env: Env, agent: Agent, address: string): Promise<Finding[]> {
  const [, handle = "", host = ""] = /^@?([^@\s]+)@([^@\s/]+)$/.exec(address) ?? [];
  if (!host) return [wrong(subject, `${address} is no address.`, "Give one like @name@host.example")];
  const found = await webFinger(agent, handle, host);
  if (typeof found !== "string") return [found];
  const named = fine(subject, `WebFinger at ${host} gives ${found}`);
  const store = await openStore(env.databaseUrl, env.root);
  const federation = createFederation({ env, store, clock: systemClock, agent });
  try {
    const { actorId } = await checkInstance(env, store);
    if (actorId === null) return [named, unknown(subject, "before the set-up there is no key to sign with.")];
    const fetched = await federation.elsewhere.find(found, actorId);
    return fetched.ok
      ? [named, fine(subject, `${host} accepted our signed request and sent the ${fetched.value.kind}.`)]
      : [
          named,
          wrong(
            subject,
            `${host} did not give the actor to our signed request: ${fetched.problem}`,
            "Check the clock, and that ORIGIN is reachable from there: it fetches our key to check the signature.",
          ),
        ];
  } finally {
    await federation.stop();
    await store.close();
  }
}
