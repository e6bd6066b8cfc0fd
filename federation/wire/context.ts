import type { Json, JsonObject } from "./json.ts";

/**
 * The `@context`s of what we send. Peers that read JSON-LD know the addresses by heart, and the rest is spelled out, so
 * that nobody has to fetch anything to understand us.
 */
const activityStreams = "https://www.w3.org/ns/activitystreams";

/** Of offers and requests (FEP-0837). They would be a fifth of every like. */
const valueFlows = {
  vf: "https://w3id.org/valueflows/ont/vf#",
  om2: "http://www.ontology-of-units-of-measure.org/resource/om-2/",
  Proposal: "vf:Proposal",
  Intent: "vf:Intent",
  purpose: "vf:purpose",
  publishes: "vf:publishes",
  action: "vf:action",
  resourceQuantity: "vf:resourceQuantity",
  availableQuantity: "vf:availableQuantity",
  hasUnit: "om2:hasUnit",
  hasNumericalValue: "om2:hasNumericalValue",
};

/** For activities, posts and collections in which there is no offer. */
export const activityContext: Json[] = [
  activityStreams,
  "https://w3id.org/security/data-integrity/v1",
  {
    Hashtag: "as:Hashtag",
    sensitive: "as:sensitive",
    toot: "http://joinmastodon.org/ns#",
    votersCount: "toot:votersCount",
    focalPoint: { "@container": "@list", "@id": "toot:focalPoint" },
    pt: "https://joinpeertube.org/ns#",
    commentsEnabled: "pt:commentsEnabled",
    lemmy: "https://join-lemmy.org/ns#",
    Lock: "lemmy:Lock",
    removeData: "lemmy:removeData",
    stickied: "lemmy:stickied",
    distinguished: "lemmy:distinguished",
    mz: "https://joinmobilizon.org/ns#",
    joinMode: "mz:joinMode",
    isOnline: "mz:isOnline",
    timezone: "mz:timezone",
    organizers: { "@id": "https://w3id.org/fep/8a8e/organizers", "@type": "@id" },
    VirtualLocation: "https://schema.org/VirtualLocation",
    tombolo: "urn:tombolo:",
    Agreement: "tombolo:Agreement",
    contact: "tombolo:contact",
    discussion: { "@id": "tombolo:discussion", "@type": "@id" },
    levels: { "@id": "tombolo:levels", "@container": "@set" },
  },
];

const everyTerm = { ...(activityContext.at(-1) as JsonObject), ...valueFlows };

/** For whatever may be an offer or a request, or have one in it. */
export const contentContext: Json[] = [...activityContext.slice(0, -1), everyTerm];

/** For actors, their keys included. */
export const actorContext: Json[] = [
  activityStreams,
  "https://w3id.org/security/v1",
  "https://w3id.org/security/data-integrity/v1",
  "https://w3id.org/security/multikey/v1",
  "https://purl.archive.org/socialweb/webfinger",
  {
    manuallyApprovesFollowers: "as:manuallyApprovesFollowers",
    sensitive: "as:sensitive",
    alsoKnownAs: { "@id": "as:alsoKnownAs", "@type": "@id" },
    movedTo: { "@id": "as:movedTo", "@type": "@id" },
    assertionMethod: {
      "@id": "https://w3id.org/security#assertionMethod",
      "@type": "@id",
      "@container": "@set",
    },
    toot: "http://joinmastodon.org/ns#",
    discoverable: "toot:discoverable",
    indexable: "toot:indexable",
    featured: { "@id": "toot:featured", "@type": "@id" },
    schema: "http://schema.org#",
    PropertyValue: "schema:PropertyValue",
    value: "schema:value",
    lemmy: "https://join-lemmy.org/ns#",
    moderators: { "@id": "lemmy:moderators", "@type": "@id" },
    postingRestrictedToMods: "lemmy:postingRestrictedToMods",
    tombolo: "urn:tombolo:",
    purpose: "tombolo:purpose",
    level: "tombolo:level",
    members: { "@id": "tombolo:members", "@type": "@id" },
    membersCount: "tombolo:membersCount",
    mz: "https://joinmobilizon.org/ns#",
    resources: { "@id": "mz:resources", "@type": "@id" },
    sm: "http://smithereen.software/ns#",
    actorToken: { "@id": "sm:actorToken", "@type": "@id" },
    implements: { "@id": "https://w3id.org/fep/844e/implements", "@type": "@id", "@container": "@list" },
  },
];

/** What foreign documents are compacted to, so that their terms are those that we read. */
export const readingContext: Json[] = [
  activityStreams,
  "https://w3id.org/security/v1",
  "https://w3id.org/security/data-integrity/v1",
  "https://w3id.org/security/multikey/v1",
  "https://purl.archive.org/socialweb/webfinger",
  { ...everyTerm, ...(actorContext.at(-1) as JsonObject) },
];
