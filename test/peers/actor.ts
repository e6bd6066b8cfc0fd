import { type Answer, client } from "../rig.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { publicKeyPem } from "../../federation/wire/keys.ts";
import { signRequest, type Spec } from "../../federation/wire/sign-request.ts";
import { rsaPairs } from "../rig/keys.ts";
import type { Peer } from "./peer.ts";

/** Somebody on a peer. */
export interface PeerActor {
  name: string;
  iri: string;
  keyId: string;
  privateKey: CryptoKey;
  document: JsonObject;
  peer: Peer;
  /** Sends an activity, signed, to an inbox; the very text, where it is given as text. */
  send(inbox: string, activity: JsonObject | string | Buffer, how?: Sending): Promise<Answer>;
  /** Asks for a document, signed. */
  fetch(url: string): Promise<Answer>;
  /** Its documents at a new key. */
  changeKey(): Promise<void>;
}

export interface Sending {
  spec?: Spec;
  /** Time of the signature. */
  at?: Date;
  /** Another key's name than one's own. */
  keyId?: string;
  privateKey?: CryptoKey;
  /** Set after the request was signed; null takes a header away. */
  headers?: Record<string, string | null>;
  contentType?: string;
  /** Sent in place of what was signed. */
  body?: string | Buffer;
}

const nextPair = rsaPairs(12);

export async function makeActor(peer: Peer, name: string, more: JsonObject): Promise<PeerActor> {
  const { origin, options } = peer;
  const iri = `${origin}/users/${name}`;
  const asPath = options.keys === "path";
  const keyId = asPath ? `${iri}/main-key` : `${iri}#main-key`;
  const pair = await nextPair();

  const publish = (key: CryptoKey): JsonObject => {
    const publicKey = { id: keyId, owner: iri, publicKeyPem: publicKeyPem(key) };
    const document: JsonObject = {
      "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
      id: iri,
      type: "Person",
      preferredUsername: name,
      name: name[0]!.toUpperCase() + name.slice(1),
      inbox: `${iri}/inbox`,
      outbox: `${iri}/outbox`,
      followers: `${iri}/followers`,
      url: `${origin}/@${name}`,
      ...(options.sharedInbox === false ? {} : { endpoints: { sharedInbox: `${origin}/inbox` } }),
      publicKey,
      ...more,
    };
    peer.serve(document);
    // GoToSocial shows a stub of the actor at the key's own address, to everyone.
    if (asPath) {
      const { "@context": context, id, type, preferredUsername } = document;
      peer.documents.set(new URL(keyId).pathname, {
        "@context": context,
        id,
        type,
        preferredUsername,
        publicKey,
      });
    }
    return document;
  };

  const self: PeerActor = {
    name,
    iri,
    keyId,
    privateKey: pair.privateKey,
    document: publish(pair.publicKey),
    peer,
    async send(inbox, activity, how = {}) {
      const text =
        typeof activity === "string" || Buffer.isBuffer(activity) ? activity : JSON.stringify(activity);
      const signed = await signRequest(
        { method: "POST", url: inbox, body: new Uint8Array(Buffer.from(text)) },
        { keyId: how.keyId ?? keyId, privateKey: how.privateKey ?? self.privateKey },
        how.spec ?? options.spec ?? "draft-cavage",
        how.at ?? options.clock.now(),
      );
      const headers: Record<string, string> = {
        "content-type": how.contentType ?? "application/activity+json",
        ...signed,
      };
      for (const [header, value] of Object.entries(how.headers ?? {})) {
        if (value === null) delete headers[header];
        else headers[header] = value;
      }
      const { origin: to, pathname, search } = new URL(inbox);
      return client(to).send("POST", pathname + search, (how.body ?? text) as string, headers);
    },
    async fetch(url) {
      const signed = await signRequest(
        { method: "GET", url },
        { keyId, privateKey: self.privateKey },
        options.spec ?? "draft-cavage",
        options.clock.now(),
      );
      const { origin: to, pathname, search } = new URL(url);
      return client(to).get(pathname + search, { accept: "application/activity+json", ...signed });
    },
    async changeKey() {
      const fresh = await nextPair();
      self.privateKey = fresh.privateKey;
      self.document = publish(fresh.publicKey);
    },
  };
  return self;
}
