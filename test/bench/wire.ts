import { generateKeyPairSync, sign, verify } from "node:crypto";
import { fileURLToPath } from "node:url";
import { signRequest as fedifySigns, verifyRequestDetailed } from "@fedify/fedify/sig";
import { CryptographicKey } from "@fedify/vocab";
import { activityContext } from "../../federation/wire/context.ts";
import { readJson, type JsonObject } from "../../federation/wire/json.ts";
import type { KeySource } from "../../federation/wire/key-source.ts";
import {
  generateEd25519Pair,
  generateRsaPair,
  publicKeyMultibase,
  publicKeyPem,
  readMultibase,
  readPem,
} from "../../federation/wire/keys.ts";
import { normalise } from "../../federation/wire/normalise.ts";
import { addProof, verifyProof } from "../../federation/wire/proof.ts";
import { parseActivity, parsePost } from "../../federation/wire/shapes/index.ts";
import { signRequest } from "../../federation/wire/sign-request.ts";
import { verifyRequest } from "../../federation/wire/verify-request.ts";

export interface WireFigure {
  what: string;
  /** Times in one second of processor. */
  perSecond: number;
  /** What the same machine reaches in the same run with nothing but the cryptography. */
  floor?: number;
}

type Run = () => unknown;

/** Times in a second of processor, all threads counted. */
async function rate(run: Run, seconds = 0.3): Promise<number> {
  const start = process.cpuUsage();
  let times = 0;
  let used = 0;
  while (used < seconds * 1e6) {
    for (let index = 0; index < 50; index++) await run();
    times += 50;
    const { user, system } = process.cpuUsage(start);
    used = user + system;
  }
  return times / (used / 1e6);
}

/** The best of several rounds, each going through all: what disturbs the machine then disturbs them alike. */
async function rates<Name extends string>(
  runs: Record<Name, Run>,
  rounds = 4,
): Promise<Record<Name, number>> {
  const best = {} as Record<Name, number>;
  for (let round = 0; round < rounds; round++)
    for (const name of Object.keys(runs) as Name[])
      best[name] = Math.round(Math.max(best[name] ?? 0, await rate(runs[name])));
  return best;
}

/** Signing, verifying and reading an activity of 4.5 KB, as the socket and the worker do it. */
export async function benchWire(): Promise<WireFigure[]> {
  const now = new Date();
  const actorIri = "https://north.example/users/nia";
  const keyId = `${actorIri}#main-key`;
  const url = "https://south.example/inbox";
  const document: JsonObject = {
    "@context": activityContext,
    id: "https://north.example/activities/1",
    type: "Create",
    actor: actorIri,
    to: ["https://south.example/group", "https://www.w3.org/ns/activitystreams#Public"],
    cc: [`${actorIri}/followers`],
    audience: "https://south.example/group",
    published: now.toISOString(),
    object: {
      id: "https://north.example/notes/1",
      type: "Note",
      attributedTo: actorIri,
      inReplyTo: "https://south.example/notes/1",
      to: ["https://south.example/group", "https://www.w3.org/ns/activitystreams#Public"],
      cc: [`${actorIri}/followers`],
      content: `<p>${"What we tried on the ward, and what came of it. ".repeat(70)}</p>`,
      mediaType: "text/html",
      published: now.toISOString(),
      tag: [{ type: "Mention", href: "https://south.example/users/omar", name: "@omar@south.example" }],
    },
  };
  const body = new TextEncoder().encode(JSON.stringify(document));

  const floorPair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const signature = sign("sha256", body, floorPair.privateKey);
  const floor25519 = generateKeyPairSync("ed25519");
  const signature25519 = sign(null, body, floor25519.privateKey);

  const pair = await generateRsaPair();
  const key = { keyId, privateKey: pair.privateKey };
  const publicKey = readPem(publicKeyPem(pair.publicKey))!;
  const keys: KeySource = { get: async () => ({ actorIri, publicKey }), refetch: async () => null };
  const request = { method: "POST", url, body };
  const arrived = async (spec: "draft-cavage" | "rfc9421") => ({
    ...request,
    headers: new Headers({ host: "south.example", ...(await signRequest(request, key, spec, now)) }),
  });
  const draft = await arrived("draft-cavage");
  const rfc = await arrived("rfc9421");
  const cached = new CryptographicKey({ id: new URL(keyId), publicKey: pair.publicKey });
  const fedifyOptions = {
    keyCache: { get: () => Promise.resolve(cached), set: () => Promise.resolve() },
    documentLoader: () => Promise.reject(new Error("no network")),
  };
  const asRequest = () => new Request(url, { method: "POST", headers: draft.headers, body });
  const pair25519 = await generateEd25519Pair();
  const proofKey = { keyId: `${actorIri}#ed25519-key`, privateKey: pair25519.privateKey };
  const proved = await addProof(document, proofKey, now);
  const key25519 = { actorIri, publicKey: readMultibase(publicKeyMultibase(pair25519.publicKey))! };

  const wholeReading = async () => {
    const read = readJson(body);
    const normal = read.ok && (await normalise(read.value));
    const activity = normal && normal.ok && parseActivity(normal.value);
    if (!activity || !activity.ok || !parsePost(activity.value.object).ok) throw new Error("not understood");
  };
  const verifyOurs = async (incoming: typeof draft) => {
    if (!(await verifyRequest(incoming, keys, now)).ok) throw new Error("not verified");
  };
  const found = await rates({
    rsaSign: () => sign("sha256", body, floorPair.privateKey),
    rsaVerify: () => verify("sha256", body, floorPair.publicKey, signature),
    edSign: () => sign(null, body, floor25519.privateKey),
    edVerify: () => verify(null, body, floor25519.publicKey, signature25519),
    signDraft: () => signRequest(request, key, "draft-cavage", now),
    signRfc: () => signRequest(request, key, "rfc9421", now),
    signFedify: () =>
      fedifySigns(new Request(url, { method: "POST", body }), pair.privateKey, new URL(keyId)),
    verifyDraft: () => verifyOurs(draft),
    verifyRfc: () => verifyOurs(rfc),
    verifyFedify: async () => {
      const { verified } = await verifyRequestDetailed(asRequest(), fedifyOptions);
      if (!verified) throw new Error("not verified");
    },
    prove: () => addProof(document, proofKey, now),
    verifyProof: () => verifyProof(proved, async () => key25519, now),
    read: wholeReading,
    takeIn: async () => {
      await verifyOurs(draft);
      await wholeReading();
    },
  });
  const figure = (what: string, perSecond: number, floor?: number): WireFigure =>
    floor === undefined ? { what, perSecond } : { what, perSecond, floor };
  return [
    figure("sign, draft-cavage", found.signDraft, found.rsaSign),
    figure("sign, RFC 9421", found.signRfc, found.rsaSign),
    figure("sign, draft-cavage by Fedify", found.signFedify, found.rsaSign),
    figure("verify, draft-cavage, known key", found.verifyDraft, found.rsaVerify),
    figure("verify, RFC 9421 (Fedify), known key", found.verifyRfc, found.rsaVerify),
    figure("verify, draft-cavage by Fedify, known key", found.verifyFedify, found.rsaVerify),
    figure("prove (FEP-8b32)", found.prove, found.edSign),
    figure("verify a proof", found.verifyProof, found.edVerify),
    figure("read: JSON, context, activity, post", found.read),
    figure("take in: verify and read", found.takeIn, found.rsaVerify),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { what, perSecond, floor } of await benchWire()) {
    const share = floor
      ? `${Math.round((100 * perSecond) / floor)} % of ${floor.toLocaleString("en-GB")}`
      : "";
    console.log(what.padEnd(44), perSecond.toLocaleString("en-GB").padStart(8), "per CPU-second  ", share);
  }
}
