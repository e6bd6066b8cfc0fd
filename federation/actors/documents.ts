import { address, pictureHref } from "../../src/actors/index.ts";
import { membersOf, resourcesOf } from "../addresses.ts";
import type { ActorKeys } from "../keys.ts";
import { capabilities } from "../wire/capabilities.ts";
import { actorContext } from "../wire/context.ts";
import type { JsonObject } from "../wire/json.ts";
import { publicKeyMultibase, publicKeyPem } from "../wire/keys.ts";
import type { ActorRow, WorkspaceRow } from "./rows.ts";

export type Json = JsonObject;

/** What all our actors say of themselves. */
function common(origin: string, row: ActorRow, keys: ActorKeys): Json {
  const picture = pictureHref(row);
  return {
    "@context": actorContext,
    id: row.iri,
    preferredUsername: row.handle,
    name: row.name,
    summary: row.summary,
    url: row.url ?? row.iri,
    inbox: row.inbox,
    outbox: row.outbox,
    followers: row.followers,
    endpoints: { sharedInbox: `${origin}/inbox` },
    ...(row.kind === "application"
      ? { implements: capabilities }
      : { generator: { type: "Application", implements: capabilities } }),
    published: row.created.toISOString(),
    webfinger: address(row).slice(1),
    discoverable: row.discoverable,
    indexable: row.indexable,
    ...(row.movedTo ? { movedTo: row.movedTo } : {}),
    ...(row.alsoKnownAs?.length ? { alsoKnownAs: row.alsoKnownAs } : {}),
    ...(picture ? { icon: { type: "Image", mediaType: "image/webp", url: `${origin}${picture}` } } : {}),
    publicKey: {
      id: keys.rsa.keyId,
      owner: row.iri,
      publicKeyPem: publicKeyPem(keys.rsa.pair.publicKey),
    },
    // With those before: what was proved with them holds good.
    assertionMethod: [
      { keyId: keys.ed25519.keyId, publicKey: keys.ed25519.pair.publicKey },
      ...keys.formerProofs,
    ].map(({ keyId, publicKey }) => ({
      id: keyId,
      type: "Multikey",
      controller: row.iri,
      publicKeyMultibase: publicKeyMultibase(publicKey),
    })),
  };
}

/** A workspace (FEP-1b12). Lemmy reads `attributedTo`, PieFed and WordPress `moderators`. */
export function groupDocument(origin: string, row: ActorRow, workspace: WorkspaceRow, keys: ActorKeys): Json {
  return {
    ...common(origin, row, keys),
    type: "Group",
    attributedTo: row.moderators,
    moderators: row.moderators,
    featured: row.featured,
    members: membersOf(row.iri),
    resources: resourcesOf(row.iri),
    // What is open needs no token.
    ...(workspace.level === "open"
      ? {}
      : { endpoints: { sharedInbox: `${origin}/inbox`, actorToken: `${row.iri}/actor-token` } }),
    postingRestrictedToMods: workspace.managersPost,
    manuallyApprovesFollowers: row.approves,
    sensitive: false,
    // Of a private workspace strangers see name and purpose.
    ...(workspace.level === "open" || workspace.level === "restricted" ? {} : { summary: "" }),
    ...(workspace.source && (workspace.level === "open" || workspace.level === "restricted")
      ? { source: { content: workspace.source, mediaType: "text/markdown" } }
      : {}),
    purpose: workspace.purpose,
    level: workspace.level,
    membersCount: workspace.members,
  };
}

/** A member of this organisation. Job, organisation and place are attachments, which Mastodon shows as a table. */
export function personDocument(origin: string, row: ActorRow, ours: string, keys: ActorKeys): Json {
  const field = (name: string, value: string | null) =>
    value ? [{ type: "PropertyValue", name, value }] : [];
  return {
    ...common(origin, row, keys),
    type: "Person",
    following: `${row.iri}/following`,
    manuallyApprovesFollowers: row.approves,
    attachment: [
      ...field("Job", row.job),
      ...field("Organisation", row.organisation ?? ours),
      ...field("Place", row.place),
      ...(row.fields ?? []).flatMap(({ name, value }) => field(name, value)),
    ],
  };
}

/** This instance, which signs what no member does. */
export function applicationDocument(origin: string, row: ActorRow, keys: ActorKeys): Json {
  return { ...common(origin, row, keys), type: "Application", manuallyApprovesFollowers: true };
}
