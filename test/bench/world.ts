import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { openStore, person, type Store } from "../../db/index.ts";
import { change, type Context } from "../../src/context.ts";
import { addComment, openDiscussion, setLike } from "../../src/forums/index.ts";
import { setUp } from "../../src/organisations/index.ts";
import { addMember, startSession } from "../../src/people/index.ts";
import { createWorkspace, join as joinWorkspace } from "../../src/workspaces/index.ts";
import { freePort } from "../rig/ports.ts";
import { nowhere } from "../rig/context.ts";
import { type Place, root } from "./server.ts";

const minute = 60_000;
const names = ["Amara Okafor", "Priya Nair", "Tom Whitfield", "Ffion Pryce", "Ada Lindqvist", "Sam Obi"];
const themes = ["Sepsis", "Frailty", "Flow", "Falls", "Maternity", "Digital", "Discharge", "Wards"];
const said =
  "We moved the screening tool into the handover sheet, and **nobody has to remember it** any more.\n\n" +
  "- ask at every change of shift\n- write the time down\n- say who takes it on\n\nIt took about six weeks to hold.";

/** An instance with members, eight workspaces and what was said in them, in a database file. */
export interface World extends Place {
  store: Store;
  /** What an operation needs, as somebody; as a stranger without. */
  as(id?: number): Context;
  readerId: number;
  /** The reader's session. */
  token: string;
  workspaceId: number;
  workspaceSlug: string;
  /** One with fifty comments. */
  discussionId: number;
  remove(): void;
}

export async function makeWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "tombolo-bench-"));
  const port = await freePort();
  const origin = `http://north.localhost:${port}`;
  const store = await openStore(`file:${join(folder, "tombolo.db")}`, root);
  const start = Date.now() - 90 * 24 * 60 * minute;
  // Each look is two minutes after the last: what is there was written over some weeks.
  let looks = 0;
  const clock = () => new Date(Math.min(start + looks++ * 2 * minute, Date.now()));
  const as = (id?: number): Context => ({
    store,
    clock,
    origin,
    host: new URL(origin).host,
    elsewhere: nowhere,
    actor: id === undefined ? null : { id, local: true, administrator: id === administratorId },
  });
  let administratorId = 0;
  ({ administratorId } = await setUp(as(), {
    name: "North Shore Hospitals Trust",
    shortName: "North Shore",
    kind: "trust",
    administratorName: "Ada Admin",
    email: "ada@north.example",
    password: "correct horse battery staple",
  }));
  const people: number[] = [];
  for (const name of names) {
    const email = `${name.toLowerCase().replace(/\W+/g, ".")}@north.example`;
    const given = { job: "Improvement lead", role: "member", how: "password" } as const;
    const password = "correct horse battery staple";
    people.push((await addMember(as(administratorId), { name, email, password, ...given })).id);
  }
  const [readerId, ...others] = people as [number, ...number[]];

  const workspaces: number[] = [];
  for (const theme of themes) {
    const manager = workspaces.length === 0 ? readerId : others[workspaces.length % others.length]!;
    const purpose = `${theme}: what works, what does not, and why.`;
    const given = { name: `${theme} network`, handle: `${theme.toLowerCase()}-network`, purpose } as const;
    const id = await createWorkspace(as(manager), { ...given, level: "open" });
    for (const person of people) if (person !== manager) await joinWorkspace(as(person), { workspaceId: id });
    workspaces.push(id);
  }
  let discussionId = 0;
  for (let n = 0; n < 40; n++) {
    const author = people[n % people.length]!;
    const workspaceId = workspaces[n % workspaces.length]!;
    const title = `What made it stick, the ${n + 1}th time we tried?`;
    const id = await openDiscussion(as(author), { workspaceId, title, source: said });
    if (n === 32) discussionId = id;
    const comments: number[] = [];
    for (let c = 0; c < (n === 32 ? 50 : 3); c++) {
      const answered = c % 3 === 2 ? comments[c - 1]! : id;
      const by = others[c % others.length]!;
      const comment = await addComment(as(by), {
        parentId: answered,
        source: `${said}\n\nThat is the ${c}th.`,
      });
      comments.push(comment);
      if (c % 4 === 0)
        await setLike(as(people[(c + 1) % people.length]!), { contentId: comment, liked: true });
    }
  }
  const token = await change({ ...as(readerId), clock: () => new Date() }, (made) =>
    startSession(made, readerId, "Bench"),
  );
  // Here before, so that the first page says what happened since.
  await store.transaction(async (tx) => {
    const previousVisit = new Date(start + 24 * 60 * minute);
    await tx.update(person).set({ previousVisit }).where(eq(person.actorId, readerId));
  });
  return {
    folder,
    port,
    origin,
    store,
    as,
    readerId,
    token,
    workspaceId: workspaces[0]!,
    workspaceSlug: "sepsis-network",
    discussionId,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
