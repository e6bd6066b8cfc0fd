import { eq } from "drizzle-orm";
import { discussion } from "../../db/index.ts";
import { type FileElsewhere, setFiles } from "../attachments/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";
import { type PollElsewhere, setPoll } from "../polls/index.ts";
import { type Emoji, keepEmojis, keepTags } from "../tags/index.ts";
import { type FormElsewhere, setFacts } from "./forms.ts";
import { keepMentions, knownActors, timeSaid } from "./writing.ts";

/** A post as its author's server shows it now, where it is not kept here any more. Its HTML is sanitised already. */
export interface Brought extends FormElsewhere {
  title: string | null;
  html: string;
  source: string | null;
  edited: Date | null;
  /** Addresses of the actors it mentions. Nobody is told again. */
  mentions: string[];
  files: FileElsewhere[];
  tags: string[];
  emojis: Emoji[];
  poll: PollElsewhere | null;
}

/** When its words were written, which is never far ahead: no later edit would count. */
export const lastEdit = ({ at }: Change, { edited }: Brought): Date | null => edited && timeSaid(edited, at);

/** What a post has besides its words stands here again: files, hashtags, poll, and the facts of its form. */
export async function bringBack(
  made: Change,
  { id, rootId, authorId }: { id: Id; rootId: Id; authorId: Id },
  { form, gathering, folder, proposal, ...besides }: Brought,
): Promise<void> {
  const { tx } = made;
  await setFiles(made, { id, authorId }, { elsewhere: besides.files });
  await keepMentions(tx, id, await knownActors(tx, besides.mentions));
  await keepTags(tx, id, besides.tags);
  await keepEmojis(tx, id, besides.emojis);
  await setPoll(made, id, { elsewhere: besides.poll });
  if (rootId !== id) return;
  await tx.update(discussion).set({ form }).where(eq(discussion.contentId, id));
  await setFacts(made, id, form, { gathering, folder, proposal });
}
