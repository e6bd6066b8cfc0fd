import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import {
  content,
  discussion,
  givenAs,
  placeholders,
  preparedWrite,
  workspace,
  type Writer,
} from "../../db/index.ts";
import { type AttachedFile, setFiles } from "../attachments/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";
import { tagsIn } from "../core/text.ts";
import { type PollInput, setPoll } from "../polls/index.ts";
import { keepEmojis, keepTags } from "../tags/index.ts";
import { type FromElsewhere, keepMentions } from "./writing.ts";

type Row = typeof content.$inferInsert;

const unsaid = {
  workspaceId: null,
  parentId: null,
  title: null,
  source: null,
  url: null,
  context: null,
  visibility: null,
  warning: null,
  sensitive: false,
  language: null,
  edited: null,
  deleted: null,
  accepted: null,
  hidden: null,
};
const said = ["id", "iri", "kind", "authorId", "rootId", "html", "published"] as const;

const insertion = preparedWrite("content", (tx) =>
  tx.insert(content).values(placeholders(...said, ...(Object.keys(unsaid) as (keyof typeof unsaid)[]))),
);

/** Writes a new post down, of whatever kind. */
export const insertContent = async (
  tx: Writer,
  row: Pick<Row, (typeof said)[number]> & Partial<Pick<Row, keyof typeof unsaid>>,
): Promise<unknown> => insertion(tx, { ...unsaid, ...row });

interface Along {
  title?: string;
  source?: string | null;
  files?: AttachedFile[];
  poll?: PollInput | null;
  from?: FromElsewhere | undefined;
}

/** What comes along with a new post: there is nothing yet of which it could take the place. */
export async function bringAlong(
  made: Change,
  { id, authorId }: { id: Id; authorId: Id },
  { title, source, from, ...here }: Along,
  mentioned: Id[],
): Promise<void> {
  const { tx } = made;
  const files = (from ? from.files : here.files) ?? [];
  if (files.length > 0)
    await setFiles(
      made,
      { id, authorId },
      from ? { elsewhere: from.files ?? [] } : { here: here.files ?? [] },
    );
  const poll = from ? { elsewhere: from.poll ?? null } : { here: here.poll ?? null };
  if (from ? from.poll : here.poll) await setPoll(made, id, poll);
  if (mentioned.length > 0) await keepMentions(tx, id, mentioned);
  const tags = from ? (from.tags ?? []) : tagsIn(`${title ?? ""}\n\n${source ?? ""}`);
  if (tags.length > 0) await keepTags(tx, id, tags);
  if (from?.emojis?.length) await keepEmojis(tx, id, from.emojis);
}

const published = givenAs(discussion.lastActivity, "published");
// History comes in after what is newer.
const isNewest = sql`${discussion.lastActivity} <= ${published}`;

const counting = preparedWrite("comment of discussion", (tx) =>
  tx
    .update(discussion)
    .set({
      comments: sql`${discussion.comments} + 1`,
      lastActorId: sql`case when ${isNewest} then ${givenAs(discussion.lastActorId, "author")} else ${discussion.lastActorId} end`,
      lastActivity: sql`case when ${isNewest} then ${published} else ${discussion.lastActivity} end`,
    })
    .where(eq(discussion.contentId, sql.placeholder("root"))),
);

/** A discussion has one comment more. */
export const countComment = (
  tx: Writer,
  comment: { root: Id; author: Id; published: Date },
): Promise<unknown> => counting(tx, { ...comment });

const touching = preparedWrite("activity of workspace", (tx) =>
  tx
    .update(workspace)
    .set({ lastActivity: givenAs(workspace.lastActivity, "at") })
    .where(
      and(
        eq(workspace.actorId, sql.placeholder("id")),
        or(isNull(workspace.lastActivity), lt(workspace.lastActivity, givenAs(workspace.lastActivity, "at"))),
      ),
    ),
);

/** Something was said in a workspace. */
export const touch = (tx: Writer, id: Id, at: Date): Promise<unknown> => touching(tx, { id, at });
