import { long, open, restricted, sending, type State, state } from "./state.ts";

/** What those see who manage, moderate or administer; and what members ask of them. */
export const managing: State[] = [
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
