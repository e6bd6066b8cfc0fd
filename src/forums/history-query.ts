import { asc, eq } from "drizzle-orm";
import { actor, revision } from "../../db/index.ts";
import { card, type Card } from "../actors/index.ts";
import { filesById, filesNow, fileView, type FileView } from "../attachments/index.ts";
import type { Context, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { fromKept, type Gathering } from "../gatherings/index.ts";
import { factsShown, fromKeptProposal, type ProposalFacts } from "../proposals/index.ts";
import type { WorkspaceHead } from "../workspaces/index.ts";
import { difference, linesOf, type Piece } from "./diff.ts";
import { factsNow, type Form } from "./forms.ts";
import { hiddenHere } from "./rules.ts";
import { editorName } from "./pages-query.ts";
import { placedPost } from "./post-query.ts";

/** One wording of a post. */
export interface Version {
  /** From 1, the oldest. */
  number: number;
  written: Date;
  /** Who made it, where it was a manager and not the author. */
  editedBy: string | null;
  title: string | null;
  /** What changed since the version before it; the whole text for the first. */
  titlePieces: Piece[];
  pieces: Piece[];
  /** The files it had then. */
  files: FileView[];
  /** Of an event: when and where it was to be. */
  gathering: Gathering | null;
  /** Of an offer or a request: how many, until when and where. */
  proposal: ProposalFacts | null;
}

export interface HistoryView {
  head: WorkspaceHead;
  discussionId: Id;
  id: Id;
  kind: "discussion" | "comment";
  form: Form;
  author: Card;
  /** The newest first. */
  versions: Version[];
}

/** The wordings of a post that the asker may read, the newest first. */
export async function versionsOf(
  db: Reader,
  post: { id: Id; title: string | null; html: string; published: Date },
): Promise<Version[]> {
  const older = await db
    .select({
      replaced: revision.replaced,
      title: revision.title,
      html: revision.html,
      files: revision.files,
      gathering: revision.gathering,
      proposal: revision.proposal,
      editedBy: actor.name,
    })
    .from(revision)
    .leftJoin(actor, eq(actor.id, revision.editedById))
    .where(eq(revision.contentId, post.id))
    .orderBy(asc(revision.replaced));
  const now = {
    replaced: null,
    title: post.title,
    html: post.html,
    editedBy: await editorName(db, post.id),
    ...(await factsNow(db, post.id)),
    files: await filesNow(db, post.id),
  };
  const wordings = [...older, now];
  const stored = await filesById(
    db,
    wordings.flatMap(({ files }) => files?.map((file) => file.id) ?? []),
  );
  const versions = wordings.map((wording, index): Version => {
    const before = wordings[index - 1];
    const whole = (text: string): Piece[] => [{ kind: "same", text }];
    const title = wording.title ?? "";
    return {
      number: index + 1,
      written: before?.replaced ?? post.published,
      editedBy: wording.editedBy,
      title: wording.title,
      titlePieces: before ? difference(before.title ?? "", title) : whole(title),
      files: (wording.files ?? []).flatMap((kept) => {
        const file = stored.get(kept.id);
        return file?.contentId === post.id ? fileView({ ...file, ...kept }) : [];
      }),
      gathering: wording.gathering && fromKept(wording.gathering),
      proposal: wording.proposal && factsShown(fromKeptProposal(wording.proposal)),
      pieces: before ? difference(linesOf(before.html), linesOf(wording.html)) : whole(linesOf(wording.html)),
    };
  });
  return versions.reverse();
}

/**
 * What a post said, and when.
 *
 * @throws {Refusal} `not found`; `gone` for a deleted one, whose history went with it
 */
export async function historyPage(ctx: Context, ours: string, slug: string, id: Id): Promise<HistoryView> {
  const { head, row } = await placedPost(ctx, ours, slug, id);
  if (row.deleted) throw new Refusal("gone", "This has been deleted, and its history with it.");
  if (row.hidden) throw hiddenHere();
  return {
    head,
    discussionId: row.rootId,
    id,
    kind: row.kind,
    form: row.form,
    author: card(row.author, ours),
    versions: await versionsOf(ctx.store.db, row),
  };
}
