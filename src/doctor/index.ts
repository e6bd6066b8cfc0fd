import { openStore } from "../../db/index.ts";
import { createAgent } from "../agent/index.ts";
import { ConfigurationError, type Env, readEnv } from "../env.ts";
import { checkDatabase } from "./database.ts";
import { checkFederation, checkInstance } from "./federation.ts";
import { type Finding, fine, wrong } from "./finding.ts";
import { checkClock, checkMail, checkOrigin, checkStorage } from "./surroundings.ts";

export { line, type Finding } from "./finding.ts";

function configuration(): Env | Finding[] {
  try {
    return readEnv();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split("\n").map((text) => wrong("Configuration", text, "Set this variable right."));
  }
}

/**
 * Examines an installation from outside the running server.
 *
 * @param tell hears each finding as it is made
 * @param address `@name@host` of somebody elsewhere, to try federation with
 * @returns whether nothing is wrong
 */
export async function examine(tell: (finding: Finding) => void, address?: string): Promise<boolean> {
  let healthy = true;
  const found = (finding: Finding) => {
    if (finding.state === "wrong") healthy = false;
    tell(finding);
    return finding.state;
  };
  const env = configuration();
  if (Array.isArray(env)) {
    env.forEach(found);
    return false;
  }
  found(fine("Configuration", `version ${env.version}, role ${env.role}, port ${env.port}.`));
  found(checkStorage(env));
  const database = await checkDatabase(env);
  if (found(database.finding) === "fine") {
    const store = await openStore(env.databaseUrl, env.root);
    try {
      found((await checkInstance(env, store)).finding);
    } finally {
      await store.close();
    }
  }
  found(await checkMail(env));

  const { origin, version, allowPrivateAddresses } = env;
  // Inside its own network an instance may well have a private address.
  const toOurselves = createAgent({ origin, version, allowPrivateAddresses: true });
  const toOthers = createAgent({ origin, version, allowPrivateAddresses });
  try {
    const reached = await checkOrigin(env, toOurselves);
    found(reached.finding);
    const others = [
      { name: "the database", time: database.now },
      { name: new URL(origin).host, time: reached.now },
    ];
    found(checkClock(new Date(), others));
    if (address) (await checkFederation(env, toOthers, address)).forEach(found);
  } finally {
    await toOurselves.close();
    await toOthers.close();
  }
  return healthy;
}
