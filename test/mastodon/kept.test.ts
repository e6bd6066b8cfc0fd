import { afterAll, beforeAll, expect, test } from "vitest";
import { addComment, deleteContent, editContent, setLike, setPinned } from "../../src/forums/index.ts";
import { hidePost, showPost } from "../../src/moderation/index.ts";
import { changeProfilePart } from "../../src/people/index.ts";
import { changeLevel, changeWorkspace, leave } from "../../src/workspaces/index.ts";
import type { App, Thing } from "./app.ts";
import { type Place, type Scene, scene } from "./scene.ts";

let s: Scene;
let [member, manager, outsider]: App[] = [];
beforeAll(async () => {
  s = await scene();
  [member, manager, outsider] = [s.app.priya, s.app.amara, s.app.olu];
});
afterAll(() => s.north.stop());

const shown = (app: App | undefined, { discussion }: Pick<Place, "discussion">): Promise<Thing> =>
  app!.get(`/api/v1/statuses/${discussion}`);
const passedOn = async (app: App | undefined, { discussion }: Place): Promise<Thing | undefined> => {
  const items = (await app!.get("/api/v1/timelines/home")) as unknown as Thing[];
  return items.find(({ reblog }) => (reblog as Thing).id === String(discussion));
};
const inHome = async (app: App | undefined, place: Place) =>
  (await passedOn(app, place))?.reblog as Thing | undefined;

test("what was shown before is shown as it is now, in a list and by itself", async () => {
  const { open: place } = s;
  const [ctx, theirs] = [s.north.context(s.amara), s.north.context(s.priya)];
  const contentId = place.discussion;
  const steps: [string, () => Promise<unknown>, (one: Thing) => unknown, unknown][] = [
    ["liked", () => setLike(ctx, { contentId, liked: true }), (one) => one.favourites_count, 1],
    [
      "answered",
      () => addComment(theirs, { parentId: contentId, source: "Yes." }),
      (one) => one.replies_count,
      3,
    ],
    [
      "edited",
      () => {
        s.north.clock.tick({ minutes: 1 });
        return editContent(ctx, { contentId, title: "Handover", source: "Ask again. #sepsis @priya-nair" });
      },
      (one) => [
        String(one.content).includes("Ask again"),
        (one.tags as Thing[]).map(({ name }) => name),
        (one.mentions as Thing[]).map(({ acct }) => acct),
      ],
      [true, ["sepsis"], [place.handle, "priya-nair"]],
    ],
    ["unpinned", () => setPinned(ctx, { contentId, on: false }), (one) => one.pinned, false],
    [
      "its author renamed",
      () => changeProfilePart(ctx, { name: "Amara Eze" }),
      (one) => (one.account as Thing).display_name,
      "Amara Eze",
    ],
  ];
  for (const [what, change, look, expected] of steps) {
    await shown(member, place);
    await inHome(member, place);
    await change();
    expect(look(await shown(member, place)), what).toEqual(expected);
    expect(look((await inHome(member, place))!), `${what}, at home`).toEqual(expected);
  }
  await changeWorkspace(ctx, place.id, {
    name: "Sepsis Circle",
    purpose: "Learning from sepsis together.",
    source: "",
  });
  expect((await passedOn(member, place))!.account).toMatchObject({ display_name: "Sepsis Circle" });
});

test("what one marked is one's own", async () => {
  const { open: place } = s;
  await shown(outsider, place);
  for (const path of ["favourite", "bookmark", "mute"])
    await member!.post(`/api/v1/statuses/${place.discussion}/${path}`);
  expect(await shown(member, place)).toMatchObject({ favourited: true, bookmarked: true, muted: true });
  for (const app of [outsider, s.app.stranger])
    expect(await shown(app, place)).toMatchObject({ favourited: false, bookmarked: false, muted: false });
});

test("who may see it no more does not, however often it was shown", async () => {
  const { restricted, confidential, open } = s;
  for (const app of [member, manager])
    for (const place of [restricted, confidential, open]) await shown(app, place);
  const status = async (app: App | undefined, { discussion }: Place) =>
    (await app!.ask("GET", `/api/v1/statuses/${discussion}`)).status;
  expect(await status(outsider, restricted)).toBe(404);
  await leave(s.north.context(s.priya), { workspaceId: restricted.id });
  expect(await status(member, restricted)).toBe(404);
  expect(await inHome(member, restricted)).toBeUndefined();
  expect(await status(manager, restricted)).toBe(200);

  expect(await status(s.app.stranger, open)).toBe(200);
  await changeLevel(s.north.context(s.amara), { workspaceId: open.id, level: "restricted" });
  expect(await status(s.app.stranger, open)).toBe(404);
  expect(await shown(member, open)).toMatchObject({ visibility: "private" });

  const administrator = s.north.context(s.north.administrator);
  await hidePost(administrator, { contentId: open.discussion, reason: "Names a patient" });
  expect(await status(member, open)).toBe(404);
  await showPost(administrator, { contentId: open.discussion });
  expect(await status(member, open)).toBe(200);

  await deleteContent(s.north.context(s.amara), { contentId: confidential.discussion });
  expect(await status(manager, confidential)).toBe(404);
});
