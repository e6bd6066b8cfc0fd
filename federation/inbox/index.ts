import { onAnnounce } from "./announce.ts";
import { type Arrived, type Handler, ignored, type Outcome } from "./arrived.ts";
import { onAdd, onLock, onRemove } from "./marks.ts";
import { onCreate, onDelete, onLike, onUpdate } from "./posts.ts";
import { onAccept, onFollow, onReject } from "./follows.ts";
import { onUndo } from "./undo.ts";
import type { Deps } from "../deps.ts";

/** What is done with each kind of activity. What is not here has no meaning for a workspace, and is let be. */
const handlers: Record<string, Handler> = {
  Accept: onAccept,
  Add: onAdd,
  Announce: onAnnounce,
  Create: onCreate,
  Delete: onDelete,
  Follow: onFollow,
  // Mobilizon and Smithereen join, where others follow.
  Join: onFollow,
  Like: onLike,
  Lock: onLock,
  Reject: onReject,
  Remove: onRemove,
  Undo: onUndo,
  Update: onUpdate,
};

export function dispatch(deps: Deps, arrived: Arrived): Promise<Outcome> {
  const { type } = arrived.activity;
  const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
  return handler ? handler(deps, arrived) : Promise.resolve(ignored(`${type} has no meaning here`));
}
