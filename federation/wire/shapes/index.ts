export { type Activity, type ActivityType, activityTypes, parseActivity } from "./activity.ts";
export { type ActorType, actorTypes, parseActor, type RemoteActor } from "./actor.ts";
export { type Collection, parseCollection, tombstoneOf } from "./collection.ts";
export { isVote, parsePost, type Post, type PostType, postTypes, typesOf } from "./post.ts";
export type { EventDetails, Poll, ProposalDetails } from "./post-kinds.ts";
export { isIri, publicAddress } from "./primitives.ts";
export type { Attachment, Mention } from "./tags.ts";
