import { onTestFinished, expect, test } from "vitest";
import { client, startProcess } from "../rig.ts";
import { appOf, type Thing } from "./app.ts";
import { listenBySocket } from "./listening.ts";
import { callback, decide, register } from "./sign-in.ts";

/** A server as it is started, with somebody's app that goes on with the token it has. */
test("an app goes on after the server has started again: same token, same ids, and it hears what is new", async () => {
  const served = await startProcess({ hostname: "localhost" });
  const browser = served.visitor;
  const page = await browser.get("/setup");
  const hidden = Object.fromEntries(
    [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  );
  const secret = "correct horse battery staple";
  const made = await browser.post("/setup", {
    ...hidden,
    name: "North Trust",
    shortName: "North",
    kind: "trust",
    administratorName: "Ruth Adeyemi",
    email: "ruth@north.example",
    password: secret,
    passwordAgain: secret,
  });
  expect(made.status, made.text.replace(/<[^>]+>/g, " ").slice(0, 2000)).toBe(303);
  const registered = await register(client(served.origin));
  const asked = {
    client_id: registered.client_id,
    redirect_uri: callback,
    response_type: "code",
    scope: "read write follow push",
  };
  const allowed = await decide(browser, asked);
  const given = await client(served.origin).post("/oauth/token", {
    grant_type: "authorization_code",
    code: new URL(allowed.location!).searchParams.get("code")!,
    redirect_uri: callback,
    client_id: registered.client_id,
    client_secret: registered.client_secret,
  });
  const { access_token: token } = given.json<{ access_token: string }>();
  const app = appOf(served.origin, token);
  const me = await app.get("/api/v1/accounts/verify_credentials");
  const first = await app.post("/api/v1/statuses", { status: "Before" });
  const before = await listenBySocket(served.origin, { protocol: token, query: "?stream=user" });
  await before.agreed();
  const home = (await app.get<Thing[]>("/api/v1/timelines/home")).map(({ id }) => id as string);

  expect(await served.stop()).toBe(0);
  await before.closed;
  const again = await served.restart();
  onTestFinished(() => again.kill());
  expect(again.origin).toBe(served.origin);
  expect((await app.get("/api/v1/accounts/verify_credentials")).id).toBe(me.id);
  expect((await app.get<Thing[]>("/api/v1/timelines/home")).map(({ id }) => id as string)).toEqual(home);
  const ear = await listenBySocket(again.origin, { protocol: token, query: "?stream=user" });
  await ear.agreed();
  const second = await app.post("/api/v1/statuses", { status: "After" });
  expect(BigInt(second.id as string)).toBeGreaterThan(BigInt(first.id as string));
  const heard = await ear.until(({ event }) => event === "update");
  expect(heard.payload).toContain(`"${second.id}"`);
  ear.close();
  expect((await app.get<Thing[]>("/api/v1/timelines/home?limit=2")).map(({ id }) => id as string)).toEqual([
    second.id,
    first.id,
  ]);
});
