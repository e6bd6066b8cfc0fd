import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { content, follow, workspace } from "../../db/index.ts";
import { type Client, type Instance, type Member, startInstance } from "../../test/rig.ts";
import { photo } from "../../test/attachments/samples.ts";
import { uploadFile } from "../attachments/index.ts";
import { openDiscussion } from "../forums/index.ts";
import { muteAccount, unmuteAccount } from "../relations/index.ts";
import { join } from "../workspaces/index.ts";
import { boostPost, publishPost } from "./index.ts";

let north: Instance;
let gwen: Member;
let samir: Member;
let olu: Member;
let as: Record<"gwen" | "samir" | "olu" | "stranger", Client>;

beforeAll(async () => {
  north = await startInstance({ keep: true });
  gwen = await north.addMember("Gwen Rees");
  samir = await north.addMember("Samir Khan");
  olu = await north.addMember("Olu Outside");
  as = {
    gwen: await north.as(gwen),
    samir: await north.as(samir),
    olu: await north.as(olu),
    stranger: await north.as(),
  };
});
afterAll(() => north.stop());

const post = async (who: "gwen" | "samir" | "olu", form: Record<string, string>) =>
  as[who].post("/posts", { visibility: "public", warning: "", ...form });

test("a post is written with a preview, shown on its page and its author's, edited and deleted", async () => {
  const seen = await post("gwen", { source: "A *quiet* night", action: "preview" });
  expect(seen.text).toContain("<em>quiet</em>");
  expect(await north.store.db.$count(content)).toBe(0);
  const wrong = await post("gwen", { source: " " });
  expect([wrong.status, wrong.text.includes("Enter what you want to say")]).toEqual([422, true]);

  const { location } = await post("gwen", { source: "A *quiet* night", warning: "Nights" });
  expect(location).toMatch(/^\/people\/gwen-rees\/posts\/\d+$/);
  const id = Number(/\d+$/.exec(location!)![0]);
  for (const path of [location!, "/people/gwen-rees"]) {
    const { text, status } = await as.stranger.get(path);
    expect(status).toBe(200);
    expect(text).toContain("<em>quiet</em>");
    expect(text).toContain("Nights");
  }
  expect((await as.stranger.get(`/content/${id}`)).location).toBe(location);
  expect((await as.stranger.get(`/people/samir-khan/posts/${id}`)).status).toBe(404);

  expect((await as.samir.get(`${location}/edit`)).status).toBe(403);
  expect((await as.stranger.get(`${location}/edit`)).location).toMatch("/sign-in");
  await as.gwen.post(`${location}/edit`, { source: "A **loud** night", warning: "" });
  expect((await as.stranger.get(location!)).text).toContain("<strong>loud</strong>");
  // What it said before can be read by whoever reads it now.
  expect((await as.stranger.get("/people/gwen-rees")).text).toContain(`href="${location}/history"`);
  const history = (await as.stranger.get(`${location}/history`)).text;
  expect(history).toMatch(/<del>quiet<\/del>/);
  expect(history).toMatch(/Content warning: [\s\S]*Nights/);
  expect((await as.gwen.get(`${location}/delete`)).text).toContain("Delete your post?");
  expect((await as.samir.post(`${location}/delete`, {})).status).toBe(403);
  await as.gwen.post(`${location}/delete`, {});
  expect((await as.stranger.get(`${location}/history`)).status).toBe(410);
  expect((await as.stranger.get(location!)).text).toContain("This post was deleted.");
  expect((await as.stranger.get("/people/gwen-rees")).text).not.toContain("loud");
});

test("a message that names nobody is refused, with its words kept; an answer to one offers no other readers", async () => {
  for (const source of ["Who covers Friday?", "@nobody-here Who covers Friday?"]) {
    const sent = await post("gwen", { source, visibility: "direct" });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain("Name who it is for");
    expect(sent.text).toContain("covers Friday?</textarea>");
  }
  const { location } = await post("gwen", { source: "@samir-khan Friday?", visibility: "direct" });
  const { text } = await as.samir.get(location!);
  expect(text).toContain("Message from Gwen Rees");
  expect(text).not.toContain("Who can read it?");
});

test("a colleague is followed, reads what is for followers, likes, boosts and answers", async () => {
  const secret = await publishPost(north.context(gwen), { visibility: "followers", source: "Among us" });
  const path = `/people/gwen-rees/posts/${secret}`;
  for (const who of ["samir", "stranger"] as const) {
    expect((await as[who].get(path)).status).toBe(404);
    expect((await as[who].get(`${path}/history`)).status).toBe(404);
    expect((await as[who].get(`/content/${secret}`)).status).toBe(404);
    expect((await as[who].get("/people/gwen-rees")).text).not.toContain("Among us");
  }
  await as.samir.post("/people/gwen-rees/follow", { follow: "yes" });
  expect((await as.samir.get("/posts")).text).toContain("Among us");
  expect((await as.samir.get("/people/gwen-rees")).text).toMatch(/1 follower[\s\S]*Stop following/);
  await as.samir.post(`${path}/like`, { liked: "yes" });
  expect((await as.samir.get(path)).text).toContain("Like · 1");
  expect((await as.samir.post(`${path}/boost`, { boosted: "yes" })).status).toBe(404);
  const parent = { parent: String(secret), visibility: "followers" };
  const { location } = await post("samir", { source: "Well said", ...parent });
  const thread = await as.gwen.get(path);
  expect(thread.text).toContain("Well said");
  expect((await as.gwen.get("/notifications")).text).toMatch(/Samir Khan replied to you/);
  expect((await as.olu.get(location!)).status).toBe(404);
  expect((await post("olu", { source: "Me too", ...parent })).status).toBe(404);

  const open = await publishPost(north.context(gwen), { visibility: "public", source: "For all" });
  await as.samir.post(`/people/gwen-rees/posts/${open}/boost`, { boosted: "yes" });
  expect((await as.gwen.get(`/people/gwen-rees/posts/${open}`)).text).toContain("Boost · 1");
  // On the page of who passed it on, and in the list of who follows them: marked, once, and no more when taken back.
  const boosts = async (who: keyof typeof as, page: string) =>
    (await as[who].get(page)).text.match(/Boosted by[\s\S]{0,80}Samir Khan[\s\S]*For all/g)?.length ?? 0;
  await as.olu.post("/people/samir-khan/follow", { follow: "yes" });
  expect(await boosts("stranger", "/people/samir-khan")).toBe(1);
  expect(await boosts("olu", "/posts")).toBe(1);
  expect(await boosts("samir", "/posts")).toBe(0);
  await as.samir.post(`/people/gwen-rees/posts/${open}/boost`, { boosted: "no" });
  expect(await boosts("stranger", "/people/samir-khan")).toBe(0);
});

test("a boosted discussion is on a profile while its workspace is open, and by nobody whom one muted", async () => {
  const { id: workspaceId, handle } = await north.addWorkspace("Night Work", { manager: gwen });
  const ctx = north.context(samir);
  await join(ctx, { workspaceId });
  const words = { workspaceId, title: "Bleeps at night", source: "Who carries it?" };
  const contentId = await openDiscussion(north.context(gwen), words);
  await boostPost(ctx, { contentId, boosted: true });
  const page = async (who: keyof typeof as) => (await as[who].get("/people/samir-khan")).text;
  const shown = await page("stranger");
  expect(shown).toMatch(/Boosted by[\s\S]*Samir Khan/);
  expect(shown).toContain(`href="/workspaces/${handle}/discussions/${contentId}"`);
  await muteAccount(north.context(olu), gwen.id);
  expect(await page("olu")).not.toContain("Bleeps at night");
  await unmuteAccount(north.context(olu), gwen.id);
  expect(await page("olu")).toContain("Bleeps at night");
  await north.store.transaction((tx) =>
    tx.update(workspace).set({ level: "private" }).where(eq(workspace.actorId, workspaceId)),
  );
  for (const who of ["stranger", "olu", "samir"] as const)
    expect(await page(who)).not.toContain("Bleeps at night");
});

test("the pictures of a post from an app are shown with it", async () => {
  const bytes = await photo(60, 40);
  const file = await uploadFile(north.context(gwen), { bytes, name: "a.jpg", description: "The whiteboard" });
  const words = { visibility: "public" as const, source: "Look", files: [{ id: file }] };
  const id = await publishPost(north.context(gwen), words);
  for (const path of ["/people/gwen-rees", `/people/gwen-rees/posts/${id}`])
    expect((await as.stranger.get(path)).text).toMatch(/<img[^>]*alt="The whiteboard"/);
});

test("a button below a post in a list leads back to it there, and nowhere else than on this site", async () => {
  const id = await publishPost(north.context(gwen), { visibility: "public", source: "Liked in a list" });
  const path = `/people/gwen-rees/posts/${id}`;
  const { text } = await as.samir.get("/people/gwen-rees");
  expect(text).toContain('name="back" value="/people/gwen-rees"');
  const like = async (back: string) => (await as.samir.post(`${path}/like`, { liked: "yes", back })).location;
  expect(await like("/people/gwen-rees?before=9")).toBe(`/people/gwen-rees?before=9#post-${id}`);
  expect(await like("/posts#main")).toBe(`/posts#post-${id}`);
  for (const elsewhere of [
    "",
    "//north.example",
    "/.//north.example",
    "https://north.example/",
    "/\\north.example",
  ])
    expect(await like(elsewhere)).toBe(`${path}#post-${id}`);
  const boosted = await as.samir.post(`${path}/boost`, { boosted: "yes", back: "/posts" });
  expect(boosted.location).toBe(`/posts#post-${id}`);
});

test("whoever decides on followers is asked, accepts and lets go", async () => {
  await as.olu.post("/me/followers", { approves: "yes" });
  expect((await as.gwen.get("/people/olu-outside")).text).toContain("Ask to follow");
  await as.gwen.post("/people/olu-outside/follow", { follow: "yes" });
  await as.samir.post("/people/olu-outside/follow", { follow: "yes" });
  const asked = await as.olu.get("/me/followers");
  expect(asked.text).toContain("People who ask to follow you");
  expect((await as.olu.get("/notifications")).text).toContain("Gwen Rees asks to follow you");
  await as.olu.post(`/me/followers/${gwen.id}`, { answer: "accept" });
  await as.olu.post(`/me/followers/${samir.id}`, { answer: "decline" });
  const of = () => north.store.db.$count(follow, eq(follow.followedId, olu.id));
  expect(await of()).toBe(1);
  expect((await as.gwen.post(`/me/followers/${olu.id}`, { answer: "accept" })).status).toBe(404);
  await as.olu.post(`/me/followers/${gwen.id}`, { answer: "remove" });
  expect(await of()).toBe(0);
});

test("a message is on the pages of those who take part, and of nobody else", async () => {
  const { location } = await post("gwen", { source: "@samir-khan Come to ward 7", visibility: "direct" });
  const list = await as.samir.get("/messages");
  expect(list.text).toMatch(/Gwen Rees[\s\S]*Come to ward 7/);
  expect(list.text).toContain("list__item--unread");
  // Home leads there, and says that something waits.
  const waiting = async () =>
    /href="\/messages">Messages<\/a>([\s\S]*?)<\/li>/.exec((await as.samir.get("/")).text)![1];
  expect(await waiting()).toMatch(/\d+[\s\S]*unread/);
  await as.samir.get(location!);
  expect((await as.samir.get("/messages")).text).not.toContain("list__item--unread");
  const id = /\d+$/.exec(location!)![0];
  const answer = await post("samir", { source: "On my way", parent: id, visibility: "direct" });
  // Named by who else is in it, for each of the two; the last words stand below.
  const mine = await as.samir.get("/messages");
  expect(mine.text).toMatch(/>Gwen Rees<\/a\s*>[\s\S]*You: On my way/);
  expect(mine.text).not.toContain("list__item--unread");
  const hers = (await as.gwen.get("/messages")).text;
  expect(hers).toMatch(/>Samir Khan<\/a\s*> <span[^>]*>New<[\s\S]*>On my way</);
  expect((await as.gwen.get(location!)).text).toContain("On my way");

  await post("gwen", { source: "@samir-khan @olu-outside All of ward 7, please", visibility: "direct" });
  expect((await as.gwen.get("/messages")).text).toMatch(/>Samir Khan and Olu Outside</);
  expect((await as.samir.get("/messages")).text).toMatch(/>Gwen Rees and Olu Outside<[\s\S]*Gwen Rees: /);

  for (const who of ["olu", "stranger"] as const) {
    for (const path of [location!, answer.location!]) expect((await as[who].get(path)).status).toBe(404);
    expect((await as[who].get("/people/gwen-rees")).text).not.toContain("ward 7");
  }
  expect((await as.olu.get("/messages")).text).not.toContain("On my way");
});

test("a post is reported to the administrators, who remove it", async () => {
  const id = await publishPost(north.context(gwen), { visibility: "public", source: "A name was in it" });
  const path = `/people/gwen-rees/posts/${id}`;
  await as.samir.post(`${path}/report`, { reason: "It names a patient" });
  expect((await as.olu.get(`${path}/report`)).status).toBe(200);
  const administrator = await north.as(north.administrator);
  const queue = await administrator.get("/admin/reports");
  expect(queue.text).toContain("A name was in it");
  const report = /action="(\/admin\/reports\/\d+)"/.exec(queue.text)![1]!;
  await administrator.post(report, { decision: "remove", note: "" });
  expect((await as.stranger.get(path)).text).not.toContain("A name was in it");
});

test("administrators switch it off under “Your organisation”: nobody writes, and what was written stays", async () => {
  const id = await publishPost(north.context(gwen), { visibility: "public", source: "Before" });
  const administrator = await north.as(north.administrator);
  const form = { name: "North Harbour", shortName: "North", kind: "trust", emailDomains: "", contact: "" };
  expect((await administrator.get("/admin/organisation")).text).toMatch(/name="personalPosts"[^>]*checked/);
  expect((await administrator.post("/admin/organisation", form)).status).toBe(303);
  expect((await as.gwen.get("/posts")).text).toContain("switched posts outside workspaces off");
  expect((await as.gwen.get("/")).text).not.toContain('href="/messages"');
  const refused = await post("gwen", { source: "After" });
  expect([refused.status, refused.text.includes("switched off")]).toEqual([403, true]);
  expect((await as.stranger.get(`/people/gwen-rees/posts/${id}`)).text).toContain("Before");
  await administrator.post("/admin/organisation", { ...form, personalPosts: "yes" });
  expect((await post("gwen", { source: "Again" })).status).toBe(303);
});
