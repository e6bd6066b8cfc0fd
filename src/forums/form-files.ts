import {
  type AttachedFile,
  discardUpload,
  filesOf,
  fileView,
  type FileView,
  longestDescription,
  mostFiles,
  type StoredFile,
  uploadFile,
  uploadsOf,
} from "../attachments/index.ts";
import { type Id, parseId } from "../core/id.ts";
import { type FieldProblem, Refusal } from "../core/refusal.ts";
import { type Fields, type Request, wantsPart } from "../web/index.ts";

/** The files of a form, after it was sent. */
export interface SentFiles {
  shown: FileView[];
  /** As the operations take them. */
  given: AttachedFile[];
  /** Why the new one was not taken, or what is still to be said about one. */
  refused: FieldProblem[];
  undescribed: FieldProblem[];
}

const texts = (value: Fields[string] | undefined): string[] =>
  [value ?? []].flat().filter((one): one is string => typeof one === "string");

const text = (value: Fields[string] | undefined): string => (texts(value)[0] ?? "").replaceAll("\r\n", "\n");

/** Of a form for one file: the one that was chosen last takes the place of those before. */
export const lastFile = ({ shown, given, refused, undescribed }: SentFiles): SentFiles => {
  const [last] = shown.slice(-1);
  const about = ({ field }: FieldProblem) => !last || field === `description-${last.id}`;
  return { shown: shown.slice(-1), given: given.slice(-1), refused, undescribed: undescribed.filter(about) };
};

/** The file that was chosen; null for none. */
function chosen(value: Fields[string] | undefined): File | null {
  const [file] = [value ?? []].flat().filter((one) => one instanceof File);
  return file && (file.size > 0 || file.name !== "") ? file : null;
}

/** Buttons that change the files of a form, and send nothing. */
export const isAboutFiles = (action: string): boolean =>
  action === "attach" || action.startsWith("take-out-");

/** Where each form on a page has its field for a new file. */
export const newFileId = (place: Id | "post"): string => `new-file-${place}`;

/**
 * Reads what a writing form says of files: those it has, with their descriptions, without the one that is taken out, and
 * with the new one, which is uploaded at once, whichever button was pressed.
 *
 * @param place of the form on its page
 * @param contentId the post that is edited
 */
export async function sentFiles(
  c: Request,
  all: Fields,
  { place, contentId }: { place: Id | "post"; contentId?: Id },
): Promise<SentFiles> {
  const { ctx } = c.var;
  const ids = texts(all.file)
    .map((one) => parseId(one))
    .filter((id) => id !== null)
    .slice(0, mostFiles * 2);
  const inPost =
    contentId === undefined ? [] : ((await filesOf(ctx.store.db, [contentId])).get(contentId) ?? []);
  const known = [...inPost, ...(await uploadsOf(ctx, ids))];
  let stored = [...new Set(ids)].flatMap((id) => known.find((one) => one.id === id) ?? []);

  const [, out] = /^take-out-(\d+)$/.exec(text(all.action)) ?? [];
  const gone = parseId(out);
  if (gone !== null) {
    if (stored.some(({ id, contentId: post }) => id === gone && post === null))
      await discardUpload(ctx, gone);
    stored = stored.filter(({ id }) => id !== gone);
  }
  stored = stored.map((file) => described(file, all));

  const refused: FieldProblem[] = [];
  const file = chosen(all.new);
  // A part of the page that htmx asks for leaves the form as it is, with the file still chosen in it.
  if (file && !(wantsPart(c) && text(all.action) === "preview")) {
    const field = newFileId(place);
    try {
      if (stored.length >= mostFiles)
        throw new Refusal("invalid", `A post can have ${mostFiles} files. Take one out first.`);
      const id = await uploadFile(ctx, {
        bytes: new Uint8Array(await file.arrayBuffer()),
        name: file.name,
        description: text(all.description),
        decorative: text(all.decorative) === "yes",
        field,
      });
      stored.push(...(await uploadsOf(ctx, [id])));
    } catch (error) {
      if (!(error instanceof Refusal) || !["invalid", "too large", "too many"].includes(error.code))
        throw error;
      refused.push({ field, text: error.message });
    }
  }
  return {
    shown: stored.map(fileView),
    given: stored.map(({ id, description, decorative }) => ({ id, description, decorative })),
    refused,
    undescribed: stored.flatMap(undescribedProblem),
  };
}

function described(file: StoredFile, all: Fields): StoredFile {
  if (!(`description-${file.id}` in all)) return file;
  return {
    ...file,
    description: text(all[`description-${file.id}`]).trim() || null,
    decorative: text(all[`decorative-${file.id}`]) === "yes",
  };
}

/** What is seen or heard needs words, or the choice to have none. */
function undescribedProblem({ id, kind, description, decorative }: StoredFile): FieldProblem[] {
  const field = `description-${id}`;
  if ((description?.length ?? 0) > longestDescription)
    return [{ field, text: "The description must be 1,500 characters or fewer" }];
  if (kind === "document" || description || decorative) return [];
  const what = { image: "picture", video: "film", audio: "recording" }[kind];
  return [{ field, text: `Describe the ${what}, or say that it adds nothing to the text` }];
}
