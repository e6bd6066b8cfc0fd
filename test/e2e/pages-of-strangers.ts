import { long, open, restricted, sending, type State, state } from "./state.ts";

/** What somebody sees who has not signed in. */
export const stranger: State[] = [
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
