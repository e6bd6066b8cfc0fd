import type { Locator, Page } from "playwright-core";
import type { Scene, Who } from "./scene.ts";

/** A page in one of its states. */
export interface State {
  name: string;
  as: Who;
  path: (scene: Scene) => string;
  /** What is done there first. */
  first?: (page: Page, scene: Scene) => Promise<void>;
  /** The form cannot be saved: the summary of problems comes first, and has the focus. */
  failing?: true;
}

type More = Omit<State, "name" | "as" | "path">;

const state = (as: Who, name: string, path: string | State["path"], more: More = {}): State => ({
  name,
  as,
  path: typeof path === "string" ? () => path : path,
  ...more,
});

/** Sends a form as it is, or with something that cannot be right. */
const sending = (button: string | RegExp, entered: Record<string, string> = {}): More => ({
  failing: true,
  async first(page) {
    for (const [field, text] of Object.entries(entered))
      await page.locator(`[name="${field}"]`).first().fill(text);
    await page.getByRole("button", { name: button }).click();
    await page.locator(".nhsuk-error-summary").waitFor();
  },
});

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

const open = "/workspaces/sepsis-improvement-network";
const restricted = "/workspaces/serious-incidents";
const long = ({ id }: Scene) => `${open}/discussions/${id.long}`;

const stranger: State[] = [
  ...[
    "/",
    "/sign-in",
    "/register",
    "/register/sent",
    "/register/waiting",
    "/reset-password",
    "/reset-password/sent",
  ],
  ...[
    "/help",
    "/accessibility-statement",
    "/privacy",
    "/terms",
    "/cookies",
    "/contact",
    "/workspaces",
    "/discover",
  ],
  ...["/people/priya-nair", "/nothing-here", "/register/no-such-link", restricted],
  ...["", "/forum", "/people", "/about"].map((room) => open + room),
]
  .map((path) => state("stranger", path, path))
  .concat([
    state("stranger", "a discussion", long),
    state("stranger", "a post of somebody's own", ({ id }) => `/people/priya-nair/posts/${id.own}`),
    state("stranger", "a link to choose a password", ({ token }) => `/reset-password/${token.reset}`),
    state("stranger", "an invitation", ({ token }) => `/register/${token.invite}`),
    state(
      "stranger",
      "signing in, refused",
      "/sign-in",
      sending("Sign in", { email: "a@b.example", password: "x" }),
    ),
    state("stranger", "registering with nothing", "/register", sending("Send me the link")),
    state("stranger", "a new password for nobody", "/reset-password", sending("Send the link")),
    state(
      "stranger",
      "a short password",
      ({ token }) => `/reset-password/${token.reset}`,
      sending("Save", { password: "x" }),
    ),
    state(
      "stranger",
      "an empty account",
      ({ token }) => `/register/${token.invite}`,
      sending("Complete", { name: "" }),
    ),
    state("stranger", "home that is no address", long, sending("Open there", { home: "somewhere" })),
    state("stranger", "home that does not answer", long, sending("Open there", { home: "127.0.0.1:1" })),
    state("stranger", "leaving for home", long, {
      async first(page, { remote }) {
        await page.locator("[name=home]").fill(remote.host);
        await page.getByRole("button", { name: "Open there" }).click();
        await page.getByRole("button", { name: "Continue to" }).waitFor();
      },
    }),
  ]);

const member: State[] = [
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

const managing: State[] = [
  ...[
    "",
    "/forum",
    "/manage",
    "/manage/level",
    "/manage/requests",
    "/manage/invitations",
    "/manage/organisations",
    "/manage/people",
  ].map((room) => open + room),
  `${restricted}/manage/requests`,
  "/",
  "/notifications",
]
  .map((path) => state("manager", path, path))
  .concat([
    state("manager", "removing somebody", ({ id }) => `${open}/manage/people/${id.member}/remove`),
    state("manager", "blocking somebody", ({ id }) => `${open}/moderation/people/${id.member}/block`),
    state(
      "manager",
      "blocking for no time",
      ({ id }) => `${open}/moderation/people/${id.member}/block`,
      sending(/^Block/),
    ),
    state("member", "reporting", ({ id }) => `${open}/posts/${id.long}/report`),
    state(
      "member",
      "reporting nothing",
      ({ id }) => `${open}/posts/${id.long}/report`,
      sending("Send the report"),
    ),
    state("manager", "the queue of reports", `${open}/moderation`),
    state("administrator", "the administrators' queue", "/admin/reports"),
    state("manager", "who may write", `${open}/moderation/people`),
    state("manager", "the log", `${open}/moderation/log`),
    state("manager", "nothing in the log", `${open}/moderation/log?who=nobody`),
    state("administrator", "what is hidden here", "/admin/hidden"),
    state("administrator", "hiding a post", ({ id }) => `${open}/posts/${id.long}/hide`),
    state(
      "administrator",
      "hiding a post without a reason",
      ({ id }) => `${open}/posts/${id.long}/hide`,
      sending("Hide it here"),
    ),
    state("administrator", "hiding a person", "/people/priya-nair/hide"),
    state("administrator", "the instance's log", "/admin/log"),
    state("manager", "moving a workspace", `${open}/move`),
    state("manager", "requests of a workspace elsewhere", ({ remote }) => `${remote.path}/manage/requests`),
    state("manager", "moving a discussion", ({ id }) => `${open}/posts/${id.long}/move`),
    state(
      "manager",
      "moving a discussion nowhere",
      ({ id }) => `${open}/posts/${id.long}/move`,
      sending("Continue"),
    ),
    state("manager", "deleting another's comment", ({ id }) => `${open}/posts/${id.mine}/delete`),
    state("manager", "settings without a name", `${open}/manage`, sending(/^Save$/, { name: "" })),
    state("manager", "another level, explained", `${open}/manage/level`, {
      async first(page) {
        await page.getByLabel("Private").check();
        await page.getByRole("button", { name: "Continue" }).click();
        await page.getByRole("button", { name: "Make it private" }).waitFor();
      },
    }),
    state(
      "manager",
      "inviting nobody known",
      `${open}/manage/invitations`,
      sending("Invite", { people: "no-such-person" }),
    ),
    state("manager", "no picture", `${open}/manage`, sending("Save the picture")),
    ...["edit", "delete", "history"].map((what) =>
      state("manager", `a discussion, ${what}`, ({ id }) => `${open}/posts/${id.long}/${what}`),
    ),
    state("manager", "more, for managers", long, {
      first: (page) => page.getByText("More, for managers").click(),
    }),
    ...[
      "/",
      "/admin",
      "/admin/people",
      "/admin/people/add",
      "/admin/agreements",
      "/admin/agreements/new",
      "/admin/peers",
      "/admin/peers/rule",
      "/admin/keys",
      "/admin/peers/import",
      "/admin/organisation",
      "/admin/mail",
    ].map((path) => state("administrator", path, path)),
    state("administrator", "a rule for no server", "/admin/peers/rule", sending("Save")),
    state("administrator", "no keys chosen", "/admin/keys", sending("Replace the keys")),
    state("administrator", "no list", "/admin/peers/import", sending("Import the list")),
    state(
      "administrator",
      "an agreement without a purpose",
      "/admin/agreements/new",
      sending("Offer the agreement", { host: "south.example" }),
    ),
    ...["", "/end"].map((part) =>
      state(
        "administrator",
        `an agreement that was offered${part}`,
        ({ id }) => `/admin/agreements/${id.agreement}${part}`,
      ),
    ),
    state("administrator", "an account", ({ id }) => `/admin/people/${id.newcomer}`),
    state("administrator", "closing an account", ({ id }) => `/admin/people/${id.newcomer}/close`),
    state("administrator", "a member without a name", "/admin/people/add", sending("Add the member")),
    state(
      "administrator",
      "an organisation without a name",
      "/admin/organisation",
      sending("Save", { name: "" }),
    ),
  ]);

export const states: State[] = [...stranger, ...member, ...managing];
