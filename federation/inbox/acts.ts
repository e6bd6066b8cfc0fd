import type { Deps } from "../deps.ts";
import { type Arrived, type Handler, ignored, type Outcome } from "./arrived.ts";
import { onOffer } from "./agreements.ts";
import { requestOffered } from "./requests.ts";
import { onAccept, onFollow, onReject } from "./follows.ts";
import { onIgnore, onJoin, onLeaveEither } from "./gatherings.ts";
import { onFlag, onResolve } from "./reports.ts";
import { onInvite } from "./invitations.ts";
import { onBlock } from "./blocks.ts";
import { onTentativeAccept } from "./removals.ts";
import { onMove } from "./moves.ts";
import { onAdd, onLock, onRemove } from "./marks.ts";
import { onCreate, onDelete, onLike, onUpdate } from "./posts.ts";
import { onUndo } from "./undo.ts";

/** What is done with each kind of act. What is not here has no meaning for a workspace, and is let be. */
const handlers: Record<string, Handler> = {
  Accept: onAccept,
  Add: onAdd,
  Block: onBlock,
  Create: onCreate,
  Delete: onDelete,
  Flag: onFlag,
  Follow: onFollow,
  Invite: onInvite,
  Ignore: onIgnore,
  // Mobilizon and Smithereen join, where others follow; and everybody joins an event.
  Join: onJoin,
  Leave: onLeaveEither,
  Like: onLike,
  Lock: onLock,
  Move: onMove,
  // Between instances an agreement, by a workspace a request to join.
  Offer: (deps, arrived) =>
    arrived.sender.kind === "application" ? onOffer(deps, arrived) : requestOffered(deps, arrived),
  Reject: onReject,
  Remove: onRemove,
  Resolve: onResolve,
  TentativeAccept: onTentativeAccept,
  Undo: onUndo,
  Update: onUpdate,
};

/** An act by somebody, sent by themselves or passed on by a workspace. */
export function actOn(deps: Deps, arrived: Arrived): Promise<Outcome> {
  const { type } = arrived.activity;
  const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
  return handler ? handler(deps, arrived) : Promise.resolve(ignored(`${type} has no meaning here`));
}
