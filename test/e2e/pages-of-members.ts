import type { Locator } from "playwright-core";
import { long, open, restricted, sending, type State, state } from "./state.ts";

const drawing = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

/** Chooses a picture in a writing form; with a description it is added at once. */
async function addPicture(form: Locator, description?: string): Promise<void> {
  await form.getByText("Add a picture or a file").click();
  await form
    .getByLabel("Picture or file", { exact: true })
    .setInputFiles({ name: "board.png", mimeType: "image/png", buffer: drawing });
  if (description === undefined) return;
  await form.getByLabel("Describe it").fill(description);
  await form.getByRole("button", { name: "Add this file" }).click();
}

/** What a member sees, and somebody who has only just become one. */
export const member: State[] = [
  ...["/", "/workspaces", "/notifications", "/start", "/discover"].map((path) =>
    state("newcomer", `${path}, empty`, path),
  ),
  ...[
    "/",
    "/?show=unread",
    "/start",
    "/workspaces",
    "/workspaces?q=nothing+like+it",
    "/workspaces/new",
    "/discover",
  ],
  ...[
    "/notifications",
    "/me",
    "/me/profile",
    "/me/followers",
    "/posts",
    "/messages",
    "/me/security",
    "/me/saved",
    "/me/people",
    "/people/amara-okafor",
    "/people/amara-okafor/block",
    "/people",
    "/people?q=nobody",
    "/open?address=",
    "/admin",
  ],
  ...["", "/forum", "/forum/new", "/people", "/about", "/leave"].map((room) => open + room),
  ...["", "/join", "/about"].map((room) => restricted + room),
]
  .map((one) => (typeof one === "string" ? state("member", one, one) : one))
  .concat([
    state("newcomer", "open workspace, not joined", open),
    state("newcomer", "discussion, not joined", long),
    state(
      "newcomer",
      "found by its address",
      ({ remote }) => `/open?address=http://${remote.host}${remote.path.split("@")[0]}`,
    ),
    state("member", "a post of one's own, with its thread", ({ id }) => `/people/priya-nair/posts/${id.own}`),
    state("member", "a post to edit", ({ id }) => `/people/priya-nair/posts/${id.own}/edit`),
    state("member", "a post to delete", ({ id }) => `/people/priya-nair/posts/${id.own}/delete`),
    state("member", "what a post said before", ({ id }) => `/people/priya-nair/posts/${id.own}/history`),
    state("member", "a hashtag", "/tags/nights"),
    state("member", "a poll with an answer missing", ({ id }) => `/people/amara-okafor/posts/${id.asked}`, {
      async first(page, { id }) {
        const poll = page.locator(`#votes-${id.asked}`);
        await poll.getByRole("button", { name: "Vote" }).click();
        await poll.locator(".nhsuk-error-message").waitFor();
      },
    }),
    state("member", "a poll in a discussion, voted in", ({ id }) => `${open}/discussions/${id.polled}`),
    state("member", "a poll of one answer", "/posts", {
      failing: true,
      async first(page) {
        await page.getByText("Add a poll").click();
        await page.getByLabel("Answer 1").fill("By day");
        await page.getByLabel("What do you want to say?").fill("When?");
        await page.getByRole("button", { name: /^\s*Post\s*$/ }).click();
        await page.locator(".nhsuk-error-summary").waitFor();
      },
    }),
    state("member", "an empty post", "/posts", sending(/^\s*Post\s*$/, { source: " " })),
    state("member", "a discussion", long),
    state("member", "replying", ({ id, ...scene }) => `${long({ id, ...scene })}?reply=${id.mine}`),
    state("member", "previewing", long, {
      async first(page) {
        await page.locator("#add-comment textarea[name=source]").fill("A *short* comment");
        await page.locator("#add-comment").getByRole("button", { name: "Preview" }).click();
        await page.locator(".preview em").waitFor();
      },
    }),
    state("member", "a comment with a picture that is not described", long, {
      failing: true,
      async first(page) {
        await addPicture(page.locator("#add-comment"));
        await page.getByRole("button", { name: "Add comment" }).click();
        await page.locator(".nhsuk-error-summary").waitFor();
      },
    }),
    state("member", "a comment with a picture and a file", long, {
      async first(page) {
        const form = page.locator("#add-comment");
        await addPicture(form, "A whiteboard with five names");
        await form.locator(".attach__file").waitFor();
        await page.getByRole("button", { name: "Add comment" }).click();
        await page.locator("#comments .letter__files img").last().waitFor();
      },
    }),
    state("member", "commented", long, {
      async first(page) {
        await page.locator("#add-comment textarea[name=source]").fill("Thank you.");
        await page.getByRole("button", { name: "Add comment" }).click();
        await page.getByText("Comment added.").waitFor();
      },
    }),
    state("member", "an empty comment", long, sending("Add comment")),
    state("member", "a locked discussion", ({ id }) => `${open}/discussions/${id.locked}`),
    state("member", "editing", ({ id }) => `${open}/posts/${id.mine}/edit`),
    state("member", "deleting", ({ id }) => `${open}/posts/${id.mine}/delete`),
    state("member", "history", ({ id }) => `${open}/posts/${id.mine}/history`),
    state(
      "member",
      "an edit to nothing",
      ({ id }) => `${open}/posts/${id.mine}/edit`,
      sending("Save changes", { source: "" }),
    ),
    state("member", "an empty discussion", `${open}/forum/new`, sending("Start discussion")),
    ...[
      "/events",
      "/events?show=past",
      "/pages",
      "/pages/new",
      "/files",
      "/files/new",
      "/offers",
      "/offers?show=closed",
    ].map((room) => state("member", `workspace ${room}`, open + room)),
    state(
      "member",
      "an empty offer",
      `${open}/offers/new-offer`,
      sending("Publish offer", { quantity: "x" }),
    ),
    state("member", "an empty event", `${open}/events/new`, sending("Plan event", { place: "" })),
    state(
      "member",
      "an empty workspace",
      "/workspaces/new",
      sending("Create the workspace", { name: "", purpose: "" }),
    ),
    state("member", "a wrong address", "/open?address=", sending("Open", { address: "@nobody@127.0.0.1:1" })),
    state("member", "a profile without a name", "/me/profile", sending("Save your profile", { name: "" })),
    state(
      "member",
      "a wrong password",
      "/me/security",
      sending("Change password", { current: "x", password: "y" }),
    ),
    state(
      "member",
      "a reason too long",
      `${restricted}/join`,
      sending("Ask to join", { reason: "why ".repeat(1000) }),
    ),
    state("member", "workspace elsewhere", ({ remote }) => remote.path),
    state("member", "people elsewhere", ({ remote }) => `${remote.path}/people`),
    state("member", "discussion elsewhere, not confirmed", ({ remote }) => remote.discussion),
    state("member", "what others offer", ({ remote }) => `/discover/${remote.host}?now=1`),
    ...["/me/apps", "/oauth/authorize?client_id=nobody", "/oauth/authorize/native?code=a-code"].map((path) =>
      state("member", path, path),
    ),
    state("member", "letting an app in", "/me/apps", {
      async first(page) {
        const redirect = "urn:ietf:wg:oauth:2.0:oob";
        const id = await page.evaluate(async (uri) => {
          const body = new URLSearchParams({ client_name: "Tidewater", redirect_uris: uri });
          const made = await fetch("/api/v1/apps", { method: "POST", body });
          return ((await made.json()) as { client_id: string }).client_id;
        }, redirect);
        const asked = `/oauth/authorize?client_id=${id}&redirect_uri=${redirect}&response_type=code`;
        await page.goto(new URL(asked, page.url()).href);
        await page.getByRole("button", { name: "Let it in", exact: true }).waitFor();
      },
    }),
    state("member", "nobody answers", "/discover/127.0.0.1:1?now=1"),
  ]);
