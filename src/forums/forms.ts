import type { discussion, revision } from "../../db/index.ts";
import {
  forgetGatherings,
  fromKept,
  type Gathering,
  type GatheringElsewhere,
  gatheringNow,
  keptGathering,
  setGathering,
} from "../gatherings/index.ts";
import {
  forgetProposals,
  fromKeptProposal,
  keptProposal,
  type Proposal,
  type ProposalElsewhere,
  proposalNow,
  setProposal,
} from "../proposals/index.ts";
import {
  forgetPlacements,
  fromKeptFolder,
  keptFolder,
  placementNow,
  setPlacement,
} from "../resources/index.ts";
import type { Change, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";

/** What kind of thing is posted in a workspace: a form of discussion, with all that a discussion has. */
export type Form = (typeof discussion.$inferSelect)["form"];

/** Those that are written in the same form of title and words, each with what it has besides. */
export const writtenForms = [
  "discussion",
  "event",
  "page",
  "file",
  "folder",
  "offer",
  "request",
] as const satisfies Form[];

/** Those of which a name is enough. */
export const isResource = (form: Form): boolean => form === "file" || form === "folder";

export const isProposal = (form: Form): boolean => form === "offer" || form === "request";

/** What one does by posting it. */
const doing: Record<Form, string> = {
  discussion: "start a discussion",
  event: "plan an event",
  page: "publish a page",
  file: "add a file",
  folder: "make a folder",
  offer: "offer something",
  request: "ask for something",
};

/** Why somebody may not post it in a workspace. */
export const mayNotStart = (form: Form, managersOnly: boolean): Refusal =>
  new Refusal(
    "forbidden",
    managersOnly
      ? `Only managers can ${doing[form]} in this workspace.`
      : `Join this workspace to ${doing[form]}.`,
  );

/** A form as the server of its author shows it, with its own facts. */
export interface FormElsewhere {
  form: Form;
  gathering: GatheringElsewhere | null;
  /** The folder in which a file or a folder lies, by its address. */
  folder: string | null;
  proposal: ProposalElsewhere | null;
}

/** The facts that a form has besides a title and words; what is not said stays as it was. */
export interface FormFacts {
  gathering?: Gathering | GatheringElsewhere | null;
  folder?: string | null;
  proposal?: Proposal | ProposalElsewhere | null;
}

/** What a history keeps of them. */
export type KeptFacts = Pick<typeof revision.$inferSelect, "gathering" | "folder" | "proposal">;

export const factsNow = async (db: Reader, contentId: Id): Promise<KeptFacts> => ({
  gathering: keptGathering(await gatheringNow(db, contentId)),
  folder: keptFolder(await placementNow(db, contentId)),
  proposal: keptProposal(await proposalNow(db, contentId)),
});

/**
 * Gives a post the facts of its form.
 *
 * @returns whether anything is different now
 */
export async function setFacts(
  made: Pick<Change, "tx" | "at">,
  contentId: Id,
  form: Form,
  { gathering, folder, proposal }: FormFacts,
): Promise<boolean> {
  if (form === "event") return gathering ? setGathering(made, contentId, gathering) : false;
  if (isProposal(form)) return proposal ? setProposal(made, contentId, proposal) : false;
  if (isResource(form)) return folder === undefined ? false : setPlacement(made, contentId, folder);
  return false;
}

/** The facts of an earlier wording stand again. */
export async function putBackFacts(
  made: Pick<Change, "tx" | "at">,
  contentId: Id,
  { gathering, folder, proposal }: KeptFacts,
): Promise<void> {
  if (gathering) await setGathering(made, contentId, fromKept(gathering));
  if (folder !== null) await setPlacement(made, contentId, fromKeptFolder(folder));
  if (proposal) await setProposal(made, contentId, fromKeptProposal(proposal));
}

/** Deletes them for good. */
export async function forgetFacts(made: Pick<Change, "tx">, contentIds: Id[]): Promise<void> {
  await forgetGatherings(made, contentIds);
  await forgetPlacements(made, contentIds);
  await forgetProposals(made, contentIds);
}
