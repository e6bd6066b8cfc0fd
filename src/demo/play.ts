import type { Child } from "./child.ts";
import type { Cue } from "./timeline.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

const inOrder: Cue["kind"][] = ["found", "join", "decide", "post", "visit"];

/**
 * Cues that share one setting of the clock: those of a kind before the first discussion, then on one day, and, of the
 * last hours, in ten minutes. So there are few pauses, and what is shown with minutes is right to the minute.
 */
export function acts(cues: readonly Cue[], now: Date): Cue[][] {
  const first = Math.min(...cues.flatMap(({ kind, at }) => (kind === "post" ? [at.getTime()] : [])));
  const before = cues.filter(({ at }) => at.getTime() < first);
  const found = inOrder
    .map((kind) => before.filter((cue) => cue.kind === kind))
    .filter(({ length }) => length > 0);
  let lastKey = "";
  for (const cue of cues.slice(before.length)) {
    const old = now.getTime() - cue.at.getTime() > 8 * 60 * minute;
    const key = `${cue.kind} ${Math.floor(cue.at.getTime() / (old ? day : 10 * minute))}`;
    if (key === lastKey) found.at(-1)!.push(cue);
    else found.push([cue]);
    lastKey = key;
  }
  return found;
}

/** Plays what happened on all instances, with their clocks set to when it did, and sets them to the present again. */
export async function play(children: readonly Child[], cues: readonly Cue[], now: Date): Promise<void> {
  for (const act of acts(cues, now)) {
    const marked = act.some(({ aside }) => !aside) ? act.filter(({ aside }) => !aside) : act;
    const time = Math.max(...marked.map(({ at }) => at.getTime()));
    await Promise.all(children.map((child) => child.ask("clock", { now: time })));
    const parts = children.map(async (child) => {
      for (const cue of act) if (cue.child === child) await cue.play();
    });
    await Promise.all(parts);
    await atRest(children);
  }
  await Promise.all(children.map((child) => child.ask("clock", { now: null })));
}

const patience = 30_000;

/**
 * Waits until nothing is on its way between the instances: none has anything to do, twice, and in between nothing
 * happened anywhere.
 */
export async function atRest(children: readonly Child[]): Promise<void> {
  const late = Date.now() + patience;
  let before = -1;
  for (;;) {
    const states = await Promise.all(children.map((child) => child.ask("rest", {})));
    const waiting = states.flatMap((state, at) =>
      state.waiting.map((what) => `${children[at]!.place}: ${what}`),
    );
    const happened = states.reduce((sum, state) => sum + state.happened, 0);
    if (waiting.length === 0 && happened === before) return;
    before = waiting.length === 0 ? happened : -1;
    if (Date.now() > late) throw new Error(`The instances do not come to rest (${waiting.join(", ")})`);
    await new Promise((resolve) => setTimeout(resolve, waiting.length === 0 ? 2 : 25));
  }
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
