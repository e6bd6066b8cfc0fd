import type { TestClock } from "../rig.ts";
import type { Json, JsonObject } from "../../federation/wire/json.ts";
import type { Spec } from "../../federation/wire/sign-request.ts";
import { makeActor, type PeerActor } from "./actor.ts";
import { record, type Received, type Recorder, type Reply } from "./server.ts";

export interface PeerOptions {
  /** The instances' clock, so that signatures are fresh. */
  clock: TestClock;
  /** `masto.localhost` unless told. */
  hostname?: string;
  /** Keys named `…#main-key`, as Mastodon has them, or `…/main-key`, with a document of their own (GoToSocial). */
  keys?: "fragment" | "path";
  /** False: every actor has an inbox of its own and no other (snac). */
  sharedInbox?: boolean;
  /** Answers 401 to a GET without a signature (GoToSocial, Mastodon's secure mode). */
  refusesUnsigned?: boolean;
  /** How it signs. */
  spec?: Spec;
  software?: string;
}

/** A small foreign server: it keeps all that it is sent, serves what it is told to, and follows nobody's rules. */
export interface Peer extends Recorder {
  options: PeerOptions;
  /** Documents by path. A document can be changed or taken away at any time. */
  documents: Map<string, JsonObject | Reply>;
  /** What its inboxes answer: 202 unless set. */
  inbox: (request: Received) => Reply | Promise<Reply>;
  addActor(name: string, more?: JsonObject): Promise<PeerActor>;
  /** Puts a document where its id says. */
  serve(document: JsonObject): void;
  /** What was delivered to its inboxes, as text; of one type, if told. */
  delivered(type?: string): string[];
  /** The same, read. */
  activities(type?: string): JsonObject[];
  /** Forgets what was received so far. */
  forget(): void;
}

const json = (body: Json, type = "application/activity+json"): Reply => ({
  status: 200,
  headers: { "content-type": type },
  body: JSON.stringify(body),
});

export async function startPeer(options: PeerOptions): Promise<Peer> {
  const hostname = options.hostname ?? "masto.localhost";
  const documents = new Map<string, JsonObject | Reply>();
  const actors = new Map<string, PeerActor>();

  const wellKnown = (path: string): Reply | null => {
    const [route, query = ""] = path.split("?");
    if (route === "/.well-known/webfinger") {
      const resource = new URLSearchParams(query).get("resource") ?? "";
      const found = [...actors.values()].find(
        (one) => resource === `acct:${one.name}@${peer.host}` || resource === one.iri,
      );
      if (!found) return { status: 404 };
      const self = { rel: "self", type: "application/activity+json", href: found.iri };
      return json({ subject: `acct:${found.name}@${peer.host}`, links: [self] }, "application/jrd+json");
    }
    if (route === "/.well-known/nodeinfo") {
      const rel = "http://nodeinfo.diaspora.software/ns/schema/2.0";
      return json({ links: [{ rel, href: `${peer.origin}/nodeinfo/2.0` }] }, "application/json");
    }
    if (route === "/nodeinfo/2.0") {
      const software = { name: options.software ?? "mastodon", version: "4.5.0" };
      return json({ version: "2.0", software, metadata: { nodeName: "Masto" } }, "application/json");
    }
    return null;
  };

  const recorder = await record(hostname, (request) => {
    if (request.method === "POST") return peer.inbox(request);
    const known = wellKnown(request.path);
    if (known) return known;
    if (options.refusesUnsigned && !request.headers.signature) return { status: 401 };
    const found = documents.get(request.path) ?? documents.get(request.path.split("?")[0]!);
    if (!found) return { status: 404 };
    return typeof found.status === "number" ? (found as unknown as Reply) : json(found as JsonObject);
  });

  const posts = () => recorder.requests.filter((one) => one.method === "POST");
  const peer: Peer = {
    ...recorder,
    options,
    documents,
    inbox: () => ({ status: 202 }),
    async addActor(name, more = {}) {
      const made = await makeActor(peer, name, more);
      actors.set(name, made);
      return made;
    },
    serve(document) {
      documents.set(new URL(String(document.id)).pathname, document);
    },
    delivered: (type) =>
      posts()
        .map((one) => one.body.toString("utf8"))
        .filter((text) => !type || (JSON.parse(text) as JsonObject).type === type),
    activities: (type) => peer.delivered(type).map((text) => JSON.parse(text) as JsonObject),
    forget() {
      recorder.requests.length = 0;
    },
  };
  return peer;
}
