import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { excerpt } from "../core/text.ts";
import type { Words } from "../push/index.ts";
import { apiFor } from "./api.ts";
import type { NotificationType } from "./entities/notification.ts";
import { notificationsById } from "./queries/notifications.ts";

const longestBody = 140;

/** What somebody did, with their name before it. */
const did: Partial<Record<NotificationType, string>> & Record<string, string> = {
  mention: "wrote to you",
  favourite: "finds your post helpful",
  follow_request: "asks to join",
  reblog: "passed on your post",
  follow: "follows you",
  status: "posted",
  update: "edited a post",
  poll: "asked something that has ended",
};

/** A notification in the words of a locked screen, as far as the one it is for may see it now. */
export async function pushWords(ctx: Context, notificationId: Id): Promise<Words | null> {
  const api = await apiFor(ctx);
  const [found] = await notificationsById(api, [notificationId]);
  if (!found) return null;
  const { account, status, type } = found;
  return {
    type,
    actorId: Number(account.id),
    icon: account.avatar_static,
    title: `${account.display_name || account.username} ${did[type] ?? "did something"}`.slice(0, 200),
    body: excerpt(status ? status.spoiler_text || status.content : account.note, longestBody),
  };
}
