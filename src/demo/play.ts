import type { Child } from "./child.ts";
import type { Cue } from "./timeline.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

const inOrder: Cue["kind"][] = ["found", "join", "decide", "post", "mark", "visit"];

/**
 * Cues that share one setting of the clock: those of a kind before the first discussion, then in four days, on one day
 * and, of the last hours, in ten minutes. So there are few pauses, and what is shown with minutes is right.
 * A lock waits until what was said before has arrived.
 */
export function acts(cues: readonly Cue[], now: Date): Cue[][] {
  const first = Math.min(...cues.flatMap(({ kind, at }) => (kind === "post" ? [at.getTime()] : [])));
  const before = cues.filter(({ at }) => at.getTime() < first);
  const found = inOrder
    .map((kind) => before.filter((cue) => cue.kind === kind))
    .filter(({ length }) => length > 0);
  let lastKey = "";
  for (const cue of cues.slice(before.length)) {
    const age = now.getTime() - cue.at.getTime();
    const span = age > 5 * day ? 4 * day : age > 8 * 60 * minute ? day : 10 * minute;
    const key = `${cue.kind} ${span} ${Math.floor(cue.at.getTime() / span)}`;
    if (key === lastKey) found.at(-1)!.push(cue);
    else found.push([cue]);
    lastKey = key;
  }
  return found;
}

/** Plays what happened on all instances, with their clocks set to when it did. */
export async function play(children: readonly Child[], cues: readonly Cue[], now: Date): Promise<void> {
  for (const act of acts(cues, now)) {
    const marked = act.some(({ aside }) => !aside) ? act.filter(({ aside }) => !aside) : act;
    const time = Math.max(...marked.map(({ at }) => at.getTime()));
    await Promise.all(children.map((child) => child.ask("clock", { now: time })));
    const parts = children.map(async (child) => {
      for (const cue of act) if (cue.child === child) await cue.play();
    });
    let played = false;
    const whole = Promise.all(parts).finally(() => (played = true));
    // Some wait for what others write.
    const passing = (async () => {
      while (!played) {
        await Promise.race([whole, pause(100)]);
        if (!played) await step(children);
      }
    })();
    await Promise.all([whole, passing]);
    await atRest(children);
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Everything that is due, everywhere; answers how much that was. */
const step = async (children: readonly Child[]): Promise<number> =>
  (await Promise.all(children.map((child) => child.ask("step", {})))).reduce((sum, did) => sum + did, 0);

const mostSteps = 200;

/** Until nothing is on its way between the instances. */
export async function atRest(children: readonly Child[]): Promise<void> {
  for (let round = 0; round < mostSteps; round++) if ((await step(children)) === 0) return;
  throw new Error("The instances do not come to rest");
}

/** Where an instance holds something else of a workspace than its home does; empty when all are equal. */
export async function differences(children: readonly Child[]): Promise<string[]> {
  const held = await Promise.all(
    children.map(async (child) => ({ child, workspaces: await child.ask("holdings", {}) })),
  );
  const found: string[] = [];
  for (const { child, workspaces } of held) {
    for (const { workspace, posts } of workspaces) {
      const home = held.find((one) => workspace.endsWith(`@${one.child.host}`));
      const original = home?.workspaces.find((one) => one.workspace === workspace)?.posts ?? [];
      const missing = original.filter((post) => !posts.includes(post));
      const extra = posts.filter((post) => !original.includes(post));
      for (const post of missing) found.push(`${child.place} has not: ${workspace} ${post}`);
      for (const post of extra) found.push(`${child.place} has instead: ${workspace} ${post}`);
    }
  }
  return found;
}

/** Each organisation agrees with each other one: what is for members only leaves under an agreement. */
export async function agree(children: readonly Child[]): Promise<void> {
  const purpose = "Learning from serious incidents, and planning care that crosses our boundaries.";
  for (const [at, child] of children.entries()) {
    for (const { host } of children.slice(at + 1))
      await child.ask("offer agreement", { host, purpose, contact: "Information governance" });
  }
  await atRest(children);
  for (const child of children) await child.ask("confirm agreements", {});
  await atRest(children);
}
