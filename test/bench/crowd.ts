import { Agent, request } from "node:http";
import { join } from "node:path";
import Database from "better-sqlite3";
import { inArray, notInArray } from "drizzle-orm";
import { actor, app, appToken, membership, person, workspace } from "../../db/index.ts";
import { newId } from "../../src/core/id.ts";
import { hashToken, newToken } from "../../src/people/index.ts";
import { createWorkspace, join as joinWorkspace } from "../../src/workspaces/index.ts";
import type { World } from "./world.ts";

const perMillisecond = 4096;
const year = 365 * 24 * 60 * 60_000;
/** Of five posts one is a discussion. */
const each = 5;
const people = 200;
const workspaces = 100;
/** Of which each reader belongs to so many; two of them share some. */
const joined = 50;
const said =
  "<p>We moved the screening tool into the handover sheet, and <strong>nobody has to remember it</strong> any more.</p>" +
  "<ul><li>ask at every change of shift</li><li>write the time down</li><li>say who takes it on</li></ul>" +
  "<p>It took about six weeks to hold.</p>";

export interface Readers {
  /** Of an app that each of them let in. */
  tokens: string[];
  /** An id of the middle of what was said. */
  middle: number;
}

/** Makes each member one of fifty workspaces, lets people of another organisation be, and lets an app in for each. */
export async function crowd(world: World): Promise<Readers> {
  const { store } = world;
  const belongs = store.db.select({ id: membership.actorId }).from(membership);
  const members = await store.db
    .select({ id: person.actorId })
    .from(person)
    .where(inArray(person.actorId, belongs));
  const [manager] = await store.db
    .select({ id: person.actorId })
    .from(person)
    .where(notInArray(person.actorId, belongs));
  const have = await store.db.$count(workspace);
  for (let n = have; n < workspaces; n++) {
    const given = { name: `Network ${n}`, handle: `network-${n}`, purpose: `What the ${n}th learns.` };
    const workspaceId = await createWorkspace(world.as(manager!.id), { ...given, level: "open" });
    for (const [k, { id }] of members.entries())
      if ((n - have + k * 15) % (workspaces - have) < joined - have)
        await joinWorkspace(world.as(id), { workspaceId });
  }
  const at = new Date();
  const scopes = "read write follow push";
  const appId = newId(at);
  const tokens = members.map(() => newToken());
  await store.transaction(async (tx) => {
    const others = Array.from({ length: people }, (_, n) => {
      const iri = `https://south.example/actors/${n}`;
      const facts = { kind: "person", host: "south.example", local: false, created: at } as const;
      const name = `Colleague ${n}`;
      return { id: newId(at), iri, handle: `colleague-${n}`, name, inbox: `${iri}/inbox`, ...facts };
    });
    await tx.insert(actor).values(others);
    const made = { clientId: newToken(), secretHash: hashToken(newToken()), name: "Bench", redirectUris: [] };
    await tx.insert(app).values({ id: appId, ...made, scopes, created: at });
    const given = { appId, scopes, created: at, lastUsed: at };
    await tx
      .insert(appToken)
      .values(members.map(({ id }, n) => ({ tokenHash: hashToken(tokens[n]!), personId: id, ...given })));
  });
  return { tokens, middle: (at.getTime() - 2.5 * year) * perMillisecond };
}

const idAt = (moment: number, sequence: number): number => moment * perMillisecond + sequence;

/**
 * Fills up to so many posts, spread over five years and all workspaces, past all operations and in one
 * transaction: what is measured is reading.
 */
export function grow({ folder, origin }: World, wanted: number): void {
  const database = new Database(join(folder, "tombolo.db"));
  const column = (sql: string): number[] => database.prepare(sql).pluck().all() as number[];
  try {
    database.pragma("synchronous = OFF");
    database.pragma("foreign_keys = OFF");
    const places = column("select actor_id from workspace");
    const authors = column("select id from actor where kind = 'person'");
    const readers = column("select distinct person_id from app_token");
    const have = database.prepare("select count(*) from content").pluck().get() as number;
    const post = database.prepare(
      `insert into content (id, iri, kind, workspace_id, author_id, root_id, parent_id, title, html, published, accepted, likes)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const opened = database.prepare(
      `insert into discussion (content_id, workspace_id, boost_id, comments, last_activity, last_actor_id) values (?, ?, ?, ?, ?, ?)`,
    );
    const liked = database.prepare("insert into like (content_id, actor_id, created) values (?, ?, ?)");
    const named = database.prepare("insert into mention (content_id, actor_id) values (?, ?)");
    const discussions = Math.ceil((wanted - have) / each);
    const start = Date.now() - 5 * year;
    // Two fillings are two ranges of ids.
    const first = have < 10_000 ? 0 : 1_000;
    database.transaction(() => {
      for (let n = 0; n < discussions; n++) {
        const moment = start + Math.floor((n * 5 * year) / discussions);
        const root = idAt(moment, first);
        const place = places[n % places.length]!;
        for (let c = 0; c < each; c++) {
          const id = c === 0 ? root : idAt(moment + c, first);
          const author = authors[(n * 31 + c * 7) % authors.length]!;
          const kind = c === 0 ? "discussion" : "comment";
          const parent = c === 0 ? null : root;
          const title = c === 0 ? `What held on ward ${n}?` : null;
          const likes = n % 10 === 0 ? 1 : 0;
          const iri = `${origin}/content/${id}`;
          post.run(id, iri, kind, place, author, root, parent, title, said, moment + c, moment + c, likes);
          if (likes) liked.run(id, readers[(n / 10) % readers.length]!, moment + c);
          if (n % 10 === 1) named.run(id, authors[n % authors.length]!);
        }
        opened.run(
          root,
          place,
          idAt(moment, first + 1),
          each - 1,
          moment + each,
          authors[n % authors.length]!,
        );
      }
    })();
    database.exec("analyze");
    // A server would look for each page in all that this wrote, until something else is written.
    database.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    database.close();
  }
}

/** How long one answer takes, in milliseconds, over a connection that is kept. */
export function timed(
  port: number,
  path: string,
  headers: Record<string, string>,
  agent: Agent,
): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, path, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(performance.now() - began));
    });
    sent.on("error", reject);
    sent.end();
  });
}
