import { eq } from "drizzle-orm";
import { agreement, instance, peerRule, type Store } from "../../db/index.ts";
import { hear } from "../context.ts";
import { type Ruling, type Verdict, verdictOn } from "./rules.ts";

/** Events after which what was read is read again. */
const changing = /^(peer|agreement|instance)\./;

const kept = new WeakMap<Store, { ruling: Promise<Ruling> | null }>();

async function read({ db }: Store): Promise<Ruling> {
  const [rows, [own], agreements] = await Promise.all([
    db.select({ host: peerRule.host, rule: peerRule.rule }).from(peerRule),
    db.select({ allowlistOnly: instance.allowlistOnly }).from(instance),
    db.select({ host: agreement.host }).from(agreement).where(eq(agreement.state, "active")),
  ]);
  return {
    rules: new Map(rows.map(({ host, rule }) => [host, rule])),
    allowlistOnly: own?.allowlistOnly ?? false,
    agreed: new Set(agreements.map(({ host }) => host)),
  };
}

/** What holds for a server now. Read once, and again after a change: it is asked for at each request. */
export async function verdictFor({ whole: store }: Store, host: string): Promise<Verdict> {
  let own = kept.get(store);
  if (!own) {
    const made: { ruling: Promise<Ruling> | null } = { ruling: null };
    kept.set(store, (own = made));
    hear(store, ({ kind }) => {
      if (changing.test(kind)) made.ruling = null;
    });
  }
  const reading = (own.ruling ??= read(store));
  try {
    return verdictOn(await reading, host);
  } catch (error) {
    if (own.ruling === reading) own.ruling = null;
    throw error;
  }
}
