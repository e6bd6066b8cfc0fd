import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { app } from "../../db/index.ts";
import { client } from "../rig.ts";
import { ask, useOauthScene } from "./oauth-scene.ts";
import { callback, register } from "./sign-in.ts";

const s = useOauthScene();

describe("a token", () => {
  test("is not given for a code that is late, another app's, or with a wrong secret", async () => {
    const made = await register(s.visitor);
    const other = await register(s.visitor);
    const code = async () => (await s.locationOf(ask(made))).searchParams.get("code")!;
    const error = async (answer: Promise<{ status: number; json<T>(): T }>) => {
      const { status, json } = await answer;
      return [status, json<{ error: string }>().error];
    };
    expect(await error(s.redeem(other, await code()))).toEqual([400, "invalid_grant"]);
    expect(await error(s.redeem(made, await code(), { client_secret: "x" }))).toEqual([
      401,
      "invalid_client",
    ]);
    expect(await error(s.redeem(made, await code(), { redirect_uri: "https://app.example/other" }))).toEqual([
      400,
      "invalid_grant",
    ]);
    expect(await error(s.redeem(made, ""))).toEqual([400, "invalid_request"]);
    expect(await error(s.redeem(made, "x", { grant_type: "password" }))).toEqual([
      400,
      "unsupported_grant_type",
    ]);
    const late = await code();
    s.north.clock.tick({ minutes: 10 });
    expect(await error(s.redeem(made, late))).toEqual([400, "invalid_grant"]);
  });

  test("is given to an app for itself, by form, JSON or Basic", async () => {
    const made = await register(s.visitor, { scopes: "read write" });
    const basic = Buffer.from(`${made.client_id}:${made.client_secret}`).toString("base64");
    const own = { client_id: made.client_id, client_secret: made.client_secret };
    const json = { "content-type": "application/json" };
    const answers = [
      await s.visitor.post("/oauth/token", { grant_type: "client_credentials", ...own }),
      await s.visitor.send(
        "POST",
        "/oauth/token",
        JSON.stringify({ grant_type: "client_credentials", scope: "read write", ...own }),
        json,
      ),
      await s.visitor.post(
        "/oauth/token",
        { grant_type: "client_credentials" },
        { authorization: `Basic ${basic}` },
      ),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      const { access_token: token } = answer.json<{ access_token: string }>();
      expect((await s.verify(token)).json()).toMatchObject({
        name: "Tidewater",
        website: "https://app.example/",
      });
    }
    const more = await s.visitor.post("/oauth/token", {
      grant_type: "client_credentials",
      scope: "push",
      ...own,
    });
    expect(more.json()).toMatchObject({ error: "invalid_scope" });
    let status = 200;
    for (let n = 0; n < 300 && status === 200; n++)
      ({ status } = await s.visitor.post("/oauth/token", { grant_type: "client_credentials", ...own }));
    expect(status).toBe(429);
  });

  test("is ended by its app, by its member, and by a new password", async () => {
    const made = await register(s.visitor);
    const token = async () => {
      const code = (await s.locationOf(ask(made))).searchParams.get("code")!;
      return (await s.redeem(made, code)).json<{ access_token: string }>().access_token;
    };
    const [first, second] = [await token(), await token()];
    const own = { client_id: made.client_id, client_secret: made.client_secret };
    expect((await s.visitor.post("/oauth/revoke", { ...own, client_secret: "x", token: first })).status).toBe(
      403,
    );
    expect((await s.verify(first)).status).toBe(200);
    const other = await register(s.visitor);
    await s.visitor.post("/oauth/revoke", {
      client_id: other.client_id,
      client_secret: other.client_secret,
      token: first,
    });
    expect((await s.verify(first)).status).toBe(200);
    expect((await s.visitor.post("/oauth/revoke", { ...own, token: first })).status).toBe(200);
    expect([(await s.verify(first)).status, (await s.verify(second)).status]).toEqual([401, 200]);

    const page = await s.browser.get("/me/apps");
    expect(page.text).toContain("Tidewater");
    const [row] = await s.north.store.db.select().from(app).where(eq(app.clientId, made.client_id));
    const stranger = await s.north.as(await s.north.addMember("Olu Outside"));
    expect((await stranger.post(`/me/apps/${row!.id}/end`)).status).toBe(404);
    expect((await s.verify(second)).status).toBe(200);
    expect((await s.browser.submit(`/me/apps/${row!.id}/end`)).text).toContain("Tidewater is signed out");
    expect((await s.verify(second)).status).toBe(401);

    const third = await token();
    const fresh = "another horse battery staple";
    const mine = client(s.north.origin);
    mine.cookies.set("session", s.browser.cookies.get("session")!);
    const waiting = (await s.locationOf(ask(made))).searchParams.get("code")!;
    const changed = await mine.post("/me/security", { current: s.priya.password, password: fresh });
    expect((await s.redeem(made, waiting)).status).toBe(400);
    expect(changed.status).toBe(303);
    expect((await s.verify(third)).status).toBe(401);
    s.browser = await s.north.as(s.priya);
  });
});

describe("who signs out without saying which app it is", () => {
  const forgotten = [
    ["names none", {}],
    ["writes that it does not know", { client_id: "undefined", client_secret: "undefined" }],
  ] as const;
  test.each(forgotten)("and %s, ends the token that it shows, and no other", async (_, client) => {
    const made = await register(s.visitor);
    const token = async () => {
      const code = (await s.locationOf(ask(made))).searchParams.get("code")!;
      return (await s.redeem(made, code)).json<{ access_token: string }>().access_token;
    };
    const [shown, other] = [await token(), await token()];
    const ended = await s.visitor.post("/oauth/revoke", { ...client, token: shown });
    expect([ended.status, ended.json()]).toEqual([200, {}]);
    expect([(await s.verify(shown)).status, (await s.verify(other)).status]).toEqual([401, 200]);
    // Nobody learns whether there is such a token, and what is none changes nothing.
    for (const guess of [shown, "x"])
      expect((await s.visitor.post("/oauth/revoke", { ...client, token: guess })).status).toBe(200);
    expect((await s.visitor.post("/oauth/revoke", client)).status).toBe(200);
    // Whoever says that they are an app has to be that app.
    const { client_id } = made;
    expect((await s.visitor.post("/oauth/revoke", { client_id, token: other })).status).toBe(403);
    expect((await s.verify(other)).status).toBe(200);
  });
});

test("pages of any site may ask, and are told how", async () => {
  const origin = { origin: "https://phanpy.example" };
  for (const path of ["/api/v1/apps", "/oauth/token", "/oauth/revoke"]) {
    const answer = await s.visitor.send("OPTIONS", path, "", {
      ...origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type,idempotency-key",
    });
    expect(answer.status).toBe(204);
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(String(answer.headers["access-control-allow-headers"]).toLowerCase()).toContain("idempotency-key");
  }
  const registered = await s.visitor.post(
    "/api/v1/apps",
    { client_name: "Phanpy", redirect_uris: callback },
    origin,
  );
  expect(registered.status).toBe(200);
  expect(registered.headers["access-control-expose-headers"]).toContain("Link");
  // What is asked before one signs in, and what is refused, is read by its page too.
  for (const path of [
    "/.well-known/host-meta",
    "/.well-known/nodeinfo",
    "/nodeinfo/2.0",
    "/api/v1/nothing",
  ]) {
    const answer = await s.visitor.get(path, origin);
    expect([path, answer.headers["access-control-allow-origin"]]).toEqual([path, "*"]);
  }
  const metadata = await s.visitor.get("/.well-known/oauth-authorization-server", origin);
  expect(metadata.headers["access-control-allow-origin"]).toBe("*");
  expect(metadata.json()).toMatchObject({
    authorization_endpoint: `${s.north.origin}/oauth/authorize`,
    token_endpoint: `${s.north.origin}/oauth/token`,
    app_registration_endpoint: `${s.north.origin}/api/v1/apps`,
    code_challenge_methods_supported: ["S256"],
  });
});

test("what is wrong is said in JSON", async () => {
  for (const [path, status] of [
    ["/api/v1/nothing/here", 404],
    ["/api/v1/apps/verify_credentials", 401],
  ] as const) {
    const answer = await s.visitor.get(path);
    expect([answer.status, Object.keys(answer.json<object>())]).toEqual([status, ["error"]]);
  }
  const broken = await s.visitor.send("POST", "/api/v1/apps", "{", { "content-type": "application/json" });
  expect([broken.status, Object.keys(broken.json<object>())]).toEqual([422, ["error"]]);
  const bad = await s.visitor.get("/api/v1/apps/verify_credentials", { authorization: "Bearer none" });
  expect([bad.status, bad.json()]).toEqual([401, { error: "The access token is invalid" }]);
});

test("an app that may know who it is, and no more, is told that", async () => {
  const made = await register(s.visitor, { scopes: "profile" });
  const code = (await s.locationOf(ask(made, { scope: "profile" }))).searchParams.get("code")!;
  const { access_token: token } = (await s.redeem(made, code)).json<{ access_token: string }>();
  const authorization = { authorization: `Bearer ${token}` };
  const told = await s.visitor.get("/oauth/userinfo", authorization);
  expect(told.json()).toMatchObject({
    iss: `${s.north.origin}/`,
    sub: `${s.north.origin}/actors/${s.priya.id}`,
    name: "Priya Nair",
    preferred_username: "priya-nair",
  });
  expect((await s.visitor.get("/api/v1/accounts/verify_credentials", authorization)).status).toBe(200);
  for (const path of ["/api/v1/timelines/home", `/api/v1/accounts/${s.priya.id}`])
    expect((await s.visitor.get(path, authorization)).status).toBe(403);
  expect((await s.visitor.get("/oauth/userinfo")).status).toBe(401);
});
