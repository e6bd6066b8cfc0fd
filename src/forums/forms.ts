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
  forgetPlacements,
  fromKeptFolder,
  keptFolder,
  placementNow,
  setPlacement,
} from "../resources/index.ts";
import type { Change, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";

/** What kind of thing is posted in a workspace: a form of discussion, with all that a discussion has. */
export type Form = (typeof discussion.$inferSelect)["form"];

/** Those that are written in the same form of title and words, each with what it has besides. */
export const writtenForms = ["discussion", "event", "page", "file", "folder"] as const satisfies Form[];

/** Those of which a name is enough. */
export const isResource = (form: Form): boolean => form === "file" || form === "folder";

/** A form as the server of its author shows it, with its own facts. */
export interface FormElsewhere {
  form: Form;
  gathering: GatheringElsewhere | null;
  /** The folder in which a file or a folder lies, by its address. */
  folder: string | null;
}

/** The facts that a form has besides a title and words; what is not said stays as it was. */
export interface FormFacts {
  gathering?: Gathering | GatheringElsewhere | null;
  folder?: string | null;
}

/** What a history keeps of them. */
export type KeptFacts = Pick<typeof revision.$inferSelect, "gathering" | "folder">;

export const factsNow = async (db: Reader, contentId: Id): Promise<KeptFacts> => ({
  gathering: keptGathering(await gatheringNow(db, contentId)),
  folder: keptFolder(await placementNow(db, contentId)),
});

/**
 * Gives a post the facts of its form.
 *
 * @returns whether anything is different now
 */
export async function setFacts(
  made: Pick<Change, "tx">,
  contentId: Id,
  form: Form,
  { gathering, folder }: FormFacts,
): Promise<boolean> {
  if (form === "event") return gathering ? setGathering(made, contentId, gathering) : false;
  if (isResource(form)) return folder === undefined ? false : setPlacement(made, contentId, folder);
  return false;
}

/** The facts of an earlier wording stand again. */
export async function putBackFacts(
  made: Pick<Change, "tx">,
  contentId: Id,
  { gathering, folder }: KeptFacts,
): Promise<void> {
  if (gathering) await setGathering(made, contentId, fromKept(gathering));
  if (folder !== null) await setPlacement(made, contentId, fromKeptFolder(folder));
}

/** Deletes them for good. */
export async function forgetFacts(made: Pick<Change, "tx">, contentIds: Id[]): Promise<void> {
  await forgetGatherings(made, contentIds);
  await forgetPlacements(made, contentIds);
}
