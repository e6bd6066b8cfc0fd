import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../federation/wire/json.ts";
import { activity, everyone, note, type PeerActor } from "../../peers/index.ts";

const folder = "../shared/payloads";

/** Activities that other programs really sent, where they lie beside this project. */
function real(): JsonObject[] {
  if (!existsSync(folder)) return [];
  const payloads = globSync("*/{activities,objects}/**/*.json", { cwd: folder });
  const captured = globSync("wire/inbox-*.json", { cwd: folder });
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as JsonObject;
  return [
    ...payloads.sort().map(read),
    ...captured.sort().flatMap((name) => {
      const { body } = read(name);
      return typeof body === "string" ? [JSON.parse(body) as JsonObject] : [];
    }),
  ];
}

/** One of each kind, as the servers of these tests make them. */
function own(by: PeerActor, group: PeerActor, ours: string, post: string): JsonObject[] {
  const said = note(by, "words", { mentions: [{ iri: ours, name: "@sepsis" }] });
  const page = note(by, "a page", {
    more: { type: "Page", name: "A page", to: [group.iri, everyone], audience: group.iri },
  });
  const like = activity(by, "Like", post);
  const passed = activity(group, "Announce", activity(by, "Create", page), { to: [everyone], cc: [] });
  return [
    activity(by, "Create", said),
    activity(by, "Create", note(by, "a reply", { inReplyTo: post })),
    activity(by, "Update", { ...said, content: "<p>other words</p>" }),
    activity(by, "Delete", { id: String(said.id), type: "Tombstone" }),
    activity(by, "Follow", ours),
    activity(by, "Join", ours),
    activity(by, "Leave", ours),
    activity(by, "Undo", like),
    activity(by, "Lock", post),
    activity(by, "Add", post, { target: `${ours}/featured` }),
    activity(by, "Block", by.iri, { target: ours }),
    activity(by, "Flag", post, { content: "look" }),
    activity(by, "Invite", ours, { target: by.iri }),
    activity(by, "Offer", { type: "Agreement", id: `${by.iri}/agreements/1`, purpose: "x" }),
    activity(group, "Accept", activity(by, "Follow", group.iri)),
    activity(group, "Update", group.document),
    like,
    passed,
    { ...passed, object: [passed.object!, page] as never },
  ];
}

/** Puts the test's own addresses in place of all others: nothing is looked up beyond this machine. */
function moved(document: JsonObject, by: PeerActor, known: readonly string[]): JsonObject {
  let at = 0;
  const told = JSON.stringify(document).replace(
    /https?:\/\/([\w.-]+(?::\d+)?)([^"\\\s<]*)/g,
    (whole, host: string, path: string) => {
      if (/w3\.org|w3id\.org|joinmastodon|join-lemmy|litepub|schema\.org|purl\./.test(host)) return whole;
      if (host.endsWith("localhost") || host.includes("localhost:")) return whole;
      return ++at % 3 === 0 ? known[at % known.length]! : by.peer.origin + path;
    },
  );
  return JSON.parse(told) as JsonObject;
}

/** What is mutated. */
export function corpus(
  by: PeerActor,
  group: PeerActor,
  ours: string,
  post: string,
  known: readonly string[],
): JsonObject[] {
  return [...own(by, group, ours, post), ...real()].map((one) => moved(one, by, known));
}
