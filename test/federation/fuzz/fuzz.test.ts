import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { content } from "../../../db/index.ts";
import { openDiscussion } from "../../../src/forums/index.ts";
import { join } from "../../../src/workspaces/index.ts";
import { activity, note } from "../../peers/index.ts";
import { chance } from "../../rig/chance.ts";
import { actorAt, contentAt, iriOf, joined, scene } from "../scene.ts";
import { corpus } from "./corpus.ts";
import { mutated } from "./mutate.ts";
import { atHome, broken } from "./rules.ts";

/** `npm run fuzz -- 100000 7`: so many inputs from this seed. */
const count = Number(process.env.FUZZ_COUNT ?? 400);
const seed = Number(process.env.FUZZ_SEED ?? 20261122);
/** Inputs between two looks. */
const atOnce = 50;
/** Bytes that the heap may have grown by between a fifth of the way and the end. */
const growth = 48 * 1024 * 1024;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

test(
  "whatever arrives, there is an answer, nothing grows, and nothing is stored that breaks a rule",
  { timeout: count * 500 + 60_000 },
  async () => {
    const set = await scene();
    const { a, amara, workspaceId, group: ours, peer, felix } = set;
    await joined(set, felix);
    const iri = `${peer.origin}/users/ward`;
    const ward = await peer.addActor("ward", { type: "Group", attributedTo: `${iri}/moderators` });
    const mallory = await peer.addActor("mallory");
    const found = await a.running.federation.elsewhere.find(iri, amara.id);
    if (!found.ok) throw new Error(found.problem);
    await join(a.context(amara), { workspaceId: found.value.id });
    await set.settle();
    await ward.send(set.inbox, activity(ward, "Accept", peer.activities("Follow").at(-1)!));
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    await set.settle();
    const post = await iriOf(a, id);
    const people = [felix, ward, mallory];
    const known = [
      post,
      ours.iri,
      `${ours.iri}/featured`,
      `${a.origin}/actors/${amara.id}`,
      `${ours.iri}/moderators`,
      ...people.map((one) => one.iri),
    ];
    const documents = corpus(felix, ward, ours.iri, post, known);
    const before = await atHome(a);
    const errors = vi.spyOn(console, "error").mockImplementation(() => {});

    /** Who closed their account, as one of the inputs said, is refused at the door: somebody new goes on. */
    let renewed = 0;
    const renew = async () => {
      for (const [nth, one] of people.entries())
        if ((await actorAt(a, one.iri))?.gone) people[nth] = await peer.addActor(`another${++renewed}`);
    };

    const random = chance(seed);
    let early = Infinity;
    const answers = new Map<number, number>();
    for (let sent = 0; sent < count; sent++) {
      const by = people[Math.floor(random() * people.length)]!;
      const document = documents[Math.floor(random() * documents.length)]!;
      const fresh = { ...document, actor: by.iri, id: `${by.iri}/fuzz/${sent}` };
      const text = mutated(random, random() < 0.8 ? fresh : document, known);
      const { status } = await by.send(set.inbox, text);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      if (status >= 500) throw new Error(`seed ${seed}, input ${sent} was answered with ${status}: ${text}`);
      if ((sent + 1) % atOnce !== 0) continue;
      // Time passes as where such things arrive one after another: what rests for some minutes is tried again.
      a.clock.tick({ seconds: 30 });
      await set.settle();
      await renew();
      set.log.length = 0;
      peer.forget();
      const problems = errors.mock.calls.map(([line]) => String(line));
      expect(problems, `seed ${seed}, before input ${sent + 1}`).toEqual([]);
      if (early === Infinity && sent + 1 >= count / 5) early = heap();
    }
    await set.settle();
    errors.mockRestore();
    // It went on to the end, and did not knock at a door that one of the first had closed.
    expect(answers.get(202) ?? 0).toBeGreaterThan(count / 4);
    expect(heap() - early).toBeLessThan(growth);
    expect(await broken(a)).toEqual([]);
    expect(await atHome(a)).toEqual(before);

    // Somebody new: the others may have closed their accounts meanwhile.
    const nadia = await peer.addActor("nadia");
    const legible = note(nadia, "still here?", { mentions: [ours] });
    await nadia.send(set.inbox, activity(nadia, "Create", legible));
    await set.settle();
    expect(await contentAt(a, String(legible.id))).toMatchObject({ kind: "discussion" });
    expect(await a.store.db.$count(content)).toBeGreaterThan(1);
  },
);
