import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { openStore, type Store } from "../../db/index.ts";
import { chance, root } from "../rig.ts";
import { holdings } from "./holdings.ts";
import { type Site, startSite } from "./processes.ts";

/** Says when what happens: `KILL_SEED=7 npx vitest run test/federation/kill.test.ts` for other moments. */
const seed = Number(process.env.KILL_SEED ?? 20261102);
/** Milliseconds for everything to come to rest after the last restart; on a quiet machine it takes five seconds. */
const patience = 60_000;

/** Somebody who writes in a discussion, whatever happens around them. */
interface Writer {
  site: Site;
  name: string;
  discussion: string;
  random: () => number;
  /** What their own server said it has taken in, with its id. */
  kept: Map<string, string>;
  /** What was sent without an answer: it is there once or not at all. */
  unsure: string[];
}

async function write({ site, name, discussion, random, kept, unsure }: Writer, goesOn: () => boolean) {
  const base = discussion.replace(/\/discussions\/.*/, "");
  for (let n = 1; goesOn(); n++) {
    await sleep(100 + random() * 200);
    const text = `${name} writes comment ${n}.`;
    const answer = await site.send(`${discussion}/comments`, { source: text });
    const id = /comment=(\d+)/.exec(answer?.location ?? "")?.[1];
    if (id) kept.set(text, id);
    else if (answer)
      throw new Error(`A comment was answered with ${answer.status}: ${answer.text.slice(0, 500)}`);
    else {
      unsure.push(text);
      await sleep(200);
    }
    const first = [...kept].filter(([one]) => !one.includes("again"));
    const [old, oldId] = first[Math.floor(random() * first.length)] ?? [];
    const dice = random();
    if (!old || !oldId || dice > 0.4) continue;
    if (dice > 0.2) {
      await site.send(`${base}/posts/${oldId}/like`, { liked: dice > 0.25 ? "yes" : "no" });
      continue;
    }
    const reworded = `${old} And again.`;
    kept.delete(old);
    if (await site.send(`${base}/posts/${oldId}/edit`, { source: reworded })) kept.set(reworded, oldId);
    else unsure.push(old, reworded);
  }
}

/** Kills a server while its member writes, at no particular moment, and starts it again. */
async function crash({ site, kept }: Writer, random: () => number): Promise<void> {
  const enough = kept.size + 1 + random() * 3;
  while (kept.size < enough) await sleep(10);
  await sleep(random() * 100);
  await site.crash(random() * 300);
}

test("three servers end equal, whenever one is killed", { timeout: 180_000 }, async () => {
  const [a, b, c] = await Promise.all([
    startSite("north.localhost", "North Shore Hospitals Trust", "Amara Okafor"),
    startSite("south.localhost", "Southmere Care System", "Priya Nair"),
    startSite("lake.localhost", "Lakeside Council", "Tom Whitfield"),
  ]);
  const room = ["--name", "Sepsis network", "--handle", "sepsis", "--purpose", "Learning from each other."];
  await a.tombolo("workspace", "add", ...room, "--manager", "amara-okafor");
  const stores: Store[] = [];
  for (const { served } of [a, b, c]) stores.push(await openStore(served.databaseUrl, root));
  onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));

  const begun = await a.send("/workspaces/sepsis/forum/new", {
    title: "Nights",
    source: "How do you screen?",
  });
  const writer = (site: Site, name: string, discussion: string): Writer => {
    const random = chance(seed + name.length);
    return { site, name, discussion, random, kept: new Map(), unsure: [] };
  };
  const away = `/workspaces/sepsis@${new URL(a.served.origin).host}`;
  const joined = async (site: Site, name: string): Promise<Writer> => {
    const joining = await site.send("/open/join", { address: away.replace("/workspaces/", "@") });
    expect(joining).toMatchObject({ status: 303, location: away });
    const forum = await site.until(`${away}/forum`, ({ text }) => text.includes("Nights"));
    return writer(site, name, /\/workspaces\/[^"/]+\/discussions\/\d+/.exec(forum.text)![0]);
  };
  const amara = writer(a, "Amara", begun!.location!);
  const [priya, tom] = [await joined(b, "Priya"), await joined(c, "Tom")];
  const writers = [amara, priya, tom];

  let goesOn = true;
  const written = Promise.all(writers.map((one) => write(one, () => goesOn)));
  const crashes = async () => {
    const random = chance(seed);
    for (const victim of [priya, amara, priya, tom, priya]) await crash(victim, random);
    goesOn = false;
  };
  await Promise.all([written, crashes()]).finally(() => (goesOn = false));

  const { iri } = (await stores[0]!.db.query.actor.findFirst({
    where: (one, { eq }) => eq(one.localHandle, "sepsis"),
  }))!;
  const look = () => Promise.all(stores.map((store) => holdings(store, iri)));
  const started = performance.now();
  let [atA = [], ...others] = await look();
  const differences = () =>
    others.map((held) => ({
      missing: atA.filter((line) => !held.includes(line)).slice(0, 5),
      more: held.filter((line) => !atA.includes(line)).slice(0, 5),
    }));
  while (differences().some(({ missing, more }) => missing.length + more.length > 0)) {
    if (performance.now() - started > patience) break;
    await sleep(250);
    [atA = [], ...others] = await look();
  }
  const nothing = { missing: [], more: [] };
  expect(differences(), `seed ${seed}`).toEqual([nothing, nothing]);

  // Nothing that a server had taken in is lost, and nothing is there twice.
  const texts = atA.map((line) => String((JSON.parse(line) as { html?: string }).html));
  const times = (text: string) => texts.filter((html) => html === `<p>${text}</p>`).length;
  for (const { kept, unsure } of writers) {
    expect([...kept.keys()].filter((text) => times(text) !== 1)).toEqual([]);
    expect(unsure.filter((text) => times(text) > 1)).toEqual([]);
  }
  expect(atA.filter((line) => line.includes('"accepted":false'))).toEqual([]);
  // And nothing comes after.
  await sleep(1_000);
  expect(await look()).toEqual([atA, atA, atA]);
});
