import { and, eq, inArray, isNull, lte } from "drizzle-orm";
import { notification, placeholders, preparedWrite } from "../../db/index.ts";
import type { Change, Context } from "../context.ts";
import { signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { queuePushes } from "../push/index.ts";
import { isTold } from "../ties/index.ts";
import { toldBefore } from "./again.ts";
import { choiceFor } from "./policy.ts";

export type NotificationKind = (typeof notification.$inferSelect)["kind"];

export interface NewNotification {
  kind: NotificationKind;
  personId: Id;
  actorId?: Id | null;
  workspaceId?: Id | null;
  contentId?: Id | null;
  text?: string | null;
}

const insertion = preparedWrite("notification", (tx) =>
  tx
    .insert(notification)
    .values(
      placeholders(
        "personId",
        "kind",
        "actorId",
        "workspaceId",
        "contentId",
        "text",
        "created",
        "read",
        "filtered",
      ),
    )
    .returning({ id: notification.id }),
);

/**
 * Tells a member of this organisation. Of others, and of what one did oneself, nobody is told; nor of those whom one
 * muted or blocked, and of conversations one wants to hear no more of.
 */
export async function notify(made: Change, told: NewNotification): Promise<void> {
  const { tx, at } = made;
  if (told.personId === told.actorId) return;
  if (!(await isTold(made, told))) return;
  const choice = await choiceFor(tx, told, at);
  if (choice === "drop") return;
  // Told before within the day, it stands in the list again, and nobody is woken up.
  const again = await toldBefore(made, told);
  const filtered = choice === "filter";
  const { kind, personId, actorId = null, workspaceId = null, contentId = null, text = null } = told;
  const [row] = await insertion(tx, {
    ...{ kind, personId, actorId, workspaceId, contentId, text },
    ...{ created: at, read: filtered || again ? at : null, filtered },
  });
  if (filtered || again) return;
  await queuePushes(made, told.personId, row!.id);
  made.told(told.personId, row!.id);
}

/** Forgets one of one's own notifications, or all of some kinds. */
export async function forget(
  ctx: Context,
  which: { id: Id } | { kinds: readonly NotificationKind[] },
): Promise<void> {
  const { id: personId } = signedIn(ctx);
  const chosen = "id" in which ? eq(notification.id, which.id) : inArray(notification.kind, [...which.kinds]);
  await ctx.store.transaction(async (tx) => {
    await tx.delete(notification).where(and(eq(notification.personId, personId), chosen));
  });
}

/** Marks as read what was told up to one notification. */
export async function markReadUntil(ctx: Context, last: Id): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    await tx
      .update(notification)
      .set({ read: ctx.clock() })
      .where(and(eq(notification.personId, personId), isNull(notification.read), lte(notification.id, last)));
  });
}

/** Marks one notification, or all, as read. */
export async function markRead(ctx: Context, id?: Id): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    await tx
      .update(notification)
      .set({ read: ctx.clock() })
      .where(
        and(
          eq(notification.personId, personId),
          isNull(notification.read),
          id === undefined ? undefined : eq(notification.id, id),
        ),
      );
  });
}

/** An invitation was answered or taken back: it waits for nobody any more. */
export async function settleInvitation({ tx, at }: Change, workspaceId: Id, personId: Id): Promise<void> {
  await tx
    .update(notification)
    .set({ read: at })
    .where(
      and(
        eq(notification.kind, "invitation"),
        eq(notification.workspaceId, workspaceId),
        eq(notification.personId, personId),
        isNull(notification.read),
      ),
    );
}

/** A request to join has been decided: no manager is reminded of it any more, or one is not. */
export async function settleRequest(
  { tx, at }: Change,
  workspaceId: Id,
  askerId: Id,
  managerId?: Id,
): Promise<void> {
  await tx
    .update(notification)
    .set({ read: at })
    .where(
      and(
        eq(notification.kind, "join request"),
        eq(notification.workspaceId, workspaceId),
        eq(notification.actorId, askerId),
        managerId === undefined ? undefined : eq(notification.personId, managerId),
        isNull(notification.read),
      ),
    );
}
