export { addToList, changeList, deleteList, makeList, removeFromList, type OwnList } from "./lists.ts";
export { mostPinned, pinPost, savePost, unsavePost } from "./operations.ts";
export { entriesOf, keptFromHome, listById, listsOf, pinnedAmong, savedAmong } from "./queries.ts";
export { routes } from "./routes.ts";
export { muteThread } from "./threads.ts";
export { readablePost } from "./readable.ts";
