import { formWords } from "../../views/forums/form-words.ts";
import { startView } from "../../views/forums/start.ts";
import { previewPart, type Writing } from "../../views/forums/writing.ts";
import { chosenFolder, folderIri, folderProblem, foldersOf, type WrittenFolder } from "../resources/index.ts";
import { noProposal, pastProblem, proposalInput, sentProposal } from "../proposals/index.ts";
import { gatheringInput, noGathering, sentGathering } from "../gatherings/index.ts";
import { sentPoll } from "../polls/index.ts";
import { check, done, needsSignIn, type Request, wantsPart, type Web } from "../web/index.ts";
import { discussionHref, mayStart, type WorkspaceHead } from "../workspaces/index.ts";
import { draftFor, dropDraft, saveDraft } from "./drafts.ts";
import { isAboutFiles, lastFile, newFileId, sentFiles } from "./form-files.ts";
import { type Form, isProposal, isResource, mayNotStart, writtenForms } from "./forms.ts";
import { inputFor } from "./input.ts";
import { openDiscussion } from "./operations.ts";
import { preview } from "./preview.ts";
import { datesFirst, fieldsAndDates, inPlace, problemsOf, readableHead, sent } from "./request.ts";

/**
 * The workspace, for one who may post this in it.
 *
 * @throws {Refusal} `not found`, `not signed in`, `forbidden`
 */
export async function starting(c: Request, form: Form): Promise<WorkspaceHead> {
  const head = await readableHead(c);
  const acting = needsSignIn(c);
  if (mayStart(head.standing, acting)) return head;
  throw mayNotStart(form, head.standing.managersPost && head.member);
}

const started: Record<Form, string> = {
  discussion: "Discussion started.",
  event: "Event planned.",
  page: "Page published.",
  file: "File added.",
  folder: "Folder made.",
  offer: "Offer published.",
  request: "Request published.",
};

/** Where a file or a folder is to lie, as a form or an address says. */
async function sentFolder(
  c: Request,
  head: WorkspaceHead,
  form: Form,
  value: unknown,
): Promise<WrittenFolder | null> {
  if (!isResource(form)) return null;
  const chosen = chosenFolder(typeof value === "string" ? value : undefined);
  return { choices: await foldersOf(c.var.ctx.store.db, head.id, chosen), chosen };
}

/** The forms for a new discussion, event, page, file, folder, offer or request: one form, with what each has besides. */
export function startRoutes(app: Web): void {
  for (const form of writtenForms) {
    const { path: list, startPath } = formWords[form];
    const path = `/workspaces/:slug${list}${startPath}`;

    app.get(path, async (c) => {
      const head = await starting(c, form);
      const draft = await draftFor(c.var.ctx, { workspaceId: head.id, form });
      const folder = await sentFolder(c, head, form, c.req.query("folder"));
      const writing: Writing = {
        title: draft?.title ?? "",
        source: draft?.source ?? "",
        preview: null,
        kept: draft?.updated ?? null,
        problems: [],
        files: [],
        ...(form === "event" ? { gathering: noGathering } : {}),
        ...(folder ? { folder } : {}),
        ...(isProposal(form) ? { proposal: noProposal } : {}),
      };
      return c.html(startView({ shell: c.var.shell, head, form, writing }));
    });

    app.post(path, async (c) => {
      const { ctx, shell } = c.var;
      const head = await starting(c, form);
      const { action, title: written, source, once, all } = await sent(c);
      const sentAlong = await sentFiles(c, all, { place: "post" });
      const files = form === "file" ? lastFile(sentAlong) : sentAlong;
      const folder = await sentFolder(c, head, form, all.folder);
      // Of a file what it is called is a name.
      const title =
        form === "file" && written.trim() === "" ? (files.shown[0]?.name ?? "").slice(0, 200) : written;
      const poll = form === "discussion" ? sentPoll(all) : null;
      const gathering = form === "event" ? sentGathering(all) : null;
      const proposal = isProposal(form) ? sentProposal(all) : null;
      const place = { workspaceId: head.id, form };
      const show = async (more: Partial<Writing>, status: 200 | 422 = 200) => {
        const kept = (await draftFor(ctx, place))?.updated ?? null;
        const writing: Writing = {
          title,
          source,
          preview: null,
          kept,
          problems: files.refused,
          files: files.shown,
          ...(poll ? { poll: poll.written } : {}),
          ...(gathering ? { gathering } : {}),
          ...(folder ? { folder } : {}),
          ...(proposal ? { proposal } : {}),
          ...more,
        };
        return c.html(startView({ shell, head, form, writing }), status);
      };
      if (action === "preview") {
        const text = await preview(ctx, source);
        return wantsPart(c) ? c.html(previewPart(text) ?? "") : show({ preview: text });
      }
      if (action === "draft") {
        await saveDraft(ctx, place, { title, source });
        return show({});
      }
      if (isAboutFiles(action) || files.refused.length > 0)
        return show({}, files.refused.length > 0 ? 422 : 200);
      if (action === "discard") {
        await dropDraft(ctx, place);
        return done(c, head.href + formWords[form].path, "Draft discarded.");
      }
      try {
        const dates = gathering ? fieldsAndDates(gatheringInput, gathering) : null;
        const facts = proposal ? fieldsAndDates(proposalInput, proposal) : null;
        const none = form === "file" && files.given.length === 0;
        const more = [
          ...(none ? [{ field: newFileId("post"), text: "Choose a file" }] : []),
          ...(folder ? folderProblem(folder) : []),
          ...(dates?.problems ?? []),
          ...(facts?.problems ?? []),
          ...pastProblem(facts?.value ?? null, ctx.clock()),
          ...files.undescribed,
        ];
        // Without a file its missing name is not to be told of too.
        const named = none && title === "" ? { title: "-", source } : { title, source };
        const input = check(inputFor(form), named, more);
        const id = await openDiscussion(ctx, {
          ...place,
          ...input,
          files: files.given,
          poll: poll?.given ?? null,
          gathering: dates?.value ?? null,
          folder: folder && folderIri(folder),
          proposal: facts?.value ?? null,
          once,
        });
        const text = head.elsewhere ? `Sent to ${head.organisation}.` : started[form];
        return done(c, discussionHref(head.slug, id), text);
      } catch (error) {
        return show({ problems: datesFirst(inPlace(problemsOf(error), "post")) }, 422);
      }
    });
  }
}
