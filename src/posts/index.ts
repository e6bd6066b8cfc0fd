export { postsBeside, type PostsBeside } from "./beside.ts";
export { dropConversation, readConversation, readThread } from "./conversations.ts";
export { isMeantFor, openPost, personalPosts, postFor as ownPostFor, type OwnPost } from "./facts.ts";
export {
  answerFollow,
  followPerson,
  removeFollower,
  setApproval,
  unfollowPerson,
  type AnswerFollow,
  type FollowPerson,
} from "./following.ts";
export { isOpen, seenBy, visibilities, type Visibility } from "../visibility/index.ts";
export { takeOwnPosts } from "./leaving.ts";
export { postInput, type PostInput } from "./input.ts";
export { editPost, publishPost, type EditPost, type PublishPost } from "./operations.ts";
export { boostPost, likePost, type BoostPost, type LikePost, type SaidElsewhere } from "./reactions.ts";
export { deletePost, makeWay, restorePost, type DeletePost } from "./removals.ts";
export { onProfile, routes } from "./routes.ts";
