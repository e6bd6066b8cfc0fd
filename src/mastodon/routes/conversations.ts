import { and, eq } from "drizzle-orm";
import { conversation } from "../../../db/index.ts";
import { forMembers } from "../../apps/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { dropConversation, readConversation } from "../../posts/index.ts";
import type { Request, Web } from "../../web/index.ts";
import { type Api, apiOf, readerOf } from "../api.ts";
import { fill, pagingOf } from "../paging.ts";
import { conversationIds, conversationsByLast } from "../queries/conversations.ts";
import { answer } from "./timelines.ts";

async function one(api: Api, id: Id) {
  const [row] = await api.ctx.store.db
    .select({ lastId: conversation.lastId })
    .from(conversation)
    .where(and(eq(conversation.id, id), eq(conversation.personId, readerOf(api))));
  const [found] = row ? await conversationsByLast(api, [row.lastId]) : [];
  if (!found) throw notFound();
  return found;
}

const idOf = (c: Request): Id => {
  const id = parseId(c.req.param("id"));
  if (id === null) throw notFound();
  return id;
};

/** Direct messages, by thread. */
export function conversationRoutes(app: Web): void {
  app.get("/api/v1/conversations", forMembers("read:statuses"), async (c) => {
    const api = await apiOf(c);
    return answer(
      c,
      await fill(
        pagingOf(c),
        (paging) => conversationIds(api, paging),
        (ids) => conversationsByLast(api, ids),
      ),
    );
  });

  app.post("/api/v1/conversations/:id/read", forMembers("write:conversations"), async (c) => {
    const api = await apiOf(c);
    await readConversation(api.ctx, idOf(c));
    return c.json(await one(api, idOf(c)));
  });

  app.delete("/api/v1/conversations/:id", forMembers("write:conversations"), async (c) => {
    await dropConversation((await apiOf(c)).ctx, idOf(c));
    return c.json({});
  });
}
