import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { client, root, startInstance } from "../rig.ts";
import { appOf, type Thing } from "./app.ts";
import { decide, hiddenFields, register } from "./sign-in.ts";

const guide = readFileSync(join(root, "docs", "members.md"), "utf8")
  .split("## With an app")[1]!
  .split("\n## ")[0]!;
/** What the guide says, so that a step is not tried that does not stand there any more. */
const says = (words: string) => expect(guide.replace(/\s+/g, " ")).toContain(words);

test("a member signs in with an app as the guide says, and finds what it says", async () => {
  const north = await startInstance();
  const priya = await north.addMember("Priya Nair");
  await north.addWorkspace("Sepsis Network");
  const browser = client(north.origin);
  const made = await register(browser, { redirect: "urn:ietf:wg:oauth:2.0:oob" });
  const asked = {
    client_id: made.client_id,
    redirect_uri: "urn:ietf:wg:oauth:2.0:oob",
    response_type: "code",
    scope: "read write follow push",
  };
  says("The app opens our page. Sign in, read what the app will be able to do, and choose **Let it in**.");
  const door = await browser.get(`/oauth/authorize?${new URLSearchParams(asked).toString()}`);
  const signIn = await browser.get(door.location!);
  const { email, password } = priya;
  const entered = await browser.post("/sign-in", {
    ...hiddenFields(signIn.text, "/sign-in"),
    email,
    password,
  });
  const page = await browser.get(entered.location!);
  expect(page.text).toContain("Let it in");
  expect(page.text).toContain("start discussions, comment, edit and delete in your name");
  says("Some apps then ask you to copy a code.");
  const [, code] = /<code>([\w-]+)<\/code>/.exec(
    (await browser.get((await decide(browser, asked)).location!)).text,
  )!;
  const given = await client(north.origin).post("/oauth/token", {
    grant_type: "authorization_code",
    code: code!,
    redirect_uri: asked.redirect_uri,
    client_id: made.client_id,
    client_secret: made.client_secret,
  });
  const app = appOf(north.origin, given.json<{ access_token: string }>().access_token);

  says("A workspace is an account. Search for it by name or address. **Follow** joins it, or asks to join.");
  const [workspace] = (await app.get("/api/v2/search?q=sepsis")).accounts;
  expect((await app.post(`/api/v1/accounts/${workspace.id}/follow`)).following).toBe(true);
  says("There is one list for each workspace too.");
  expect(await app.get("/api/v1/lists")).toMatchObject([{ title: "Sepsis Network" }]);
  says("To start a discussion, mention the workspace: `@sepsis-network Who asks at night?`");
  const opened = await app.post("/api/v1/statuses", {
    status: "@sepsis-network Who asks at night?\n\nOn ward 7.",
  });
  expect((await browser.get(new URL(opened.url as string).pathname)).text).toMatch(
    /<h1[^>]*>\s*Who asks at night\?/,
  );
  says("To comment, reply.");
  await app.post("/api/v1/statuses", { status: "We do.", in_reply_to_id: opened.id });
  const home = await app.get<Thing[]>("/api/v1/timelines/home");
  expect(home.map(({ reblog }) => (reblog as Thing)?.id as string)).toContain(opened.id);
  says("A post that begins with the name of nobody here is refused");
  expect((await app.ask("POST", "/api/v1/statuses", { status: "@sepsis-netwrok Oh" })).status).toBe(422);
  says("A message to some people cannot go to a workspace as well.");
  const both = { status: "@sepsis-network Quietly", visibility: "direct" };
  expect((await app.ask("POST", "/api/v1/statuses", both)).status).toBe(422);
  says("Bookmarks in apps are your **Saved posts** here.");
  await app.post(`/api/v1/statuses/${opened.id}/bookmark`);
  expect((await browser.get("/me/saved")).text).toContain("Who asks at night?");
  says("**Unfollow** leaves an open workspace.");
  expect((await app.post(`/api/v1/accounts/${workspace.id}/unfollow`)).following).toBe(false);
  expect(guide).toContain("**Apps** lists the apps you let in, and signs them out.");
  const apps = await browser.get("/me/apps");
  expect(apps.text).toContain("Tidewater");
  await browser.post(/href="(\/me\/apps\/\d+\/end)"/.exec(apps.text)![1]!);
  expect((await app.ask("GET", "/api/v1/timelines/home")).status).toBe(401);
});
