import { createHash, randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { app, appCode, appToken } from "../../db/index.ts";
import { type Client, client, type Instance, type Member, startInstance } from "../rig.ts";
import { callback, decide, hiddenFields, register, type Registered } from "./sign-in.ts";

let north: Instance;
let priya: Member;
let browser: Client;
let visitor: Client;

beforeAll(async () => {
  north = await startInstance({ keep: true });
  priya = await north.addMember("Priya Nair");
  browser = await north.as(priya);
  visitor = client(north.origin);
});
afterAll(() => north.stop());

const query = (values: Record<string, string>) => new URLSearchParams(values).toString();
const locationOf = async (asked: Record<string, string>, decision?: string) =>
  new URL((await decide(browser, asked, decision)).location!, north.origin);
const ask = (made: Registered, more: Record<string, string> = {}) => ({
  client_id: made.client_id,
  redirect_uri: callback,
  response_type: "code",
  scope: "read",
  ...more,
});
const redeem = (made: Registered, code: string, more: Record<string, string> = {}) =>
  visitor.post("/oauth/token", {
    grant_type: "authorization_code",
    code,
    redirect_uri: callback,
    client_id: made.client_id,
    client_secret: made.client_secret,
    ...more,
  });
const verify = (token: string) =>
  visitor.get("/api/v1/apps/verify_credentials", { authorization: `Bearer ${token}` });

describe("an app registers itself", () => {
  const given = { client_name: "Sea Fern", redirect_uris: callback, scopes: "read write" };
  const multipart = (fields: Record<string, string>) => {
    const parts = Object.entries(fields).map(
      ([name, value]) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    return `${parts.join("")}--edge--\r\n`;
  };
  const listed = query({ client_name: "Sea Fern", "redirect_uris[]": callback, scopes: "read write" });

  test.each([
    ["as JSON", "application/json", JSON.stringify(given), ""],
    ["as JSON with a list", "application/json", JSON.stringify({ ...given, redirect_uris: [callback] }), ""],
    ["as a form", "application/x-www-form-urlencoded", query(given), ""],
    ["as a form with a list", "application/x-www-form-urlencoded", listed, ""],
    ["as multipart", "multipart/form-data; boundary=edge", multipart(given), ""],
    ["as a form without Content-Type", "", query(given), ""],
    ["as JSON without Content-Type", "", JSON.stringify(given), ""],
    ["in the query", "", "", `?${query(given)}`],
    [
      "half in the query",
      "application/json",
      JSON.stringify({ client_name: "Sea Fern" }),
      `?${query(given)}`,
    ],
  ])("%s", async (_how, type, body, more) => {
    const headers = type ? { "content-type": type } : undefined;
    const answer = await visitor.send("POST", `/api/v1/apps${more}`, body, headers);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      name: "Sea Fern",
      scopes: ["read", "write"],
      redirect_uri: callback,
      redirect_uris: [callback],
      client_secret_expires_at: 0,
      vapid_key: expect.stringMatching(/^[\w-]{87}$/),
    });
  });

  test.each([
    ["no name", { ...given, client_name: "" }],
    ["no redirect", { ...given, redirect_uris: "" }],
    ["a scope nobody knows", { ...given, scopes: "read everything" }],
    ["a script", { ...given, redirect_uris: "javascript:alert(1)//" }],
    ["plain http elsewhere", { ...given, redirect_uris: "http://app.example/callback" }],
    ["a name that only ends like this machine", { ...given, redirect_uris: "http://notlocalhost/" }],
    ["a name that only begins like it", { ...given, redirect_uris: "http://localhost.example/" }],
    ["a fragment", { ...given, redirect_uris: "https://app.example/#callback" }],
  ])("not with %s", async (_what, body) => {
    const answer = await visitor.post("/api/v1/apps", body);
    expect(answer.status).toBe(422);
    expect(answer.json<{ error: string }>().error).toBeTruthy();
  });

  test("and its secret is kept as a hash only", async () => {
    const made = await register(visitor);
    const [row] = await north.store.db.select().from(app).where(eq(app.clientId, made.client_id));
    expect(JSON.stringify(row)).not.toContain(made.client_secret);
  });
});

describe("a member lets it in", () => {
  test("with a code, which counts once and ends what it gave when it is shown again", async () => {
    const made = await register(visitor);
    const back = await locationOf(ask(made, { state: "a state & more" }));
    expect(back.origin + back.pathname).toBe(callback);
    expect(back.searchParams.get("state")).toBe("a state & more");
    const code = back.searchParams.get("code")!;
    const first = await redeem(made, code);
    expect(first.json()).toEqual({
      access_token: expect.stringMatching(/^\S{43}$/),
      token_type: "Bearer",
      scope: "read",
      created_at: expect.any(Number),
    });
    const { access_token: token } = first.json<{ access_token: string }>();
    expect((await verify(token)).status).toBe(200);
    const kept = JSON.stringify([
      await north.store.db.select().from(appToken),
      await north.store.db.select().from(appCode),
    ]);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(code);
    const again = await redeem(made, code);
    expect([again.status, again.json()]).toEqual([400, expect.objectContaining({ error: "invalid_grant" })]);
    expect((await verify(token)).status).toBe(401);
  });

  test("with PKCE, and only whoever began can end", async () => {
    const made = await register(visitor);
    const verifier = randomBytes(32).toString("base64url");
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const asked = ask(made, { code_challenge: challenge, code_challenge_method: "S256" });
    const code = (await locationOf(asked)).searchParams.get("code")!;
    for (const wrong of ["", "x", challenge])
      expect((await redeem(made, code, { code_verifier: wrong })).status).toBe(400);
    expect((await redeem(made, code, { code_verifier: verifier })).status).toBe(200);
    const plain = ask(made, { code_challenge: verifier, code_challenge_method: "plain" });
    expect((await locationOf(plain)).searchParams.get("error")).toBe("invalid_request");
  });

  test.each([
    ["a scheme of its own", "com.app.name:/request_token", "com.app.name:/request_token?"],
    ["a scheme with slashes", "tidewater://", "tidewater://?"],
    ["this machine", "http://localhost:4321/callback", "http://localhost:4321/callback?"],
    ["a name of this machine", "http://phanpy.localhost:4321/", "http://phanpy.localhost:4321/?"],
    ["a query of its own", "https://app.example/?a=b", "https://app.example/?a=b&"],
    [
      "an address in its path, percent-encoded",
      "https://elk.example/api/north.localhost/oauth/https%3A%2F%2Felk.example",
      "https://elk.example/api/north.localhost/oauth/https%3A%2F%2Felk.example?",
    ],
  ])("and is led back to %s", async (_what, redirect, start) => {
    const made = await register(visitor, { redirect });
    const asked = ask(made, { redirect_uri: redirect });
    const page = await browser.get(`/oauth/authorize?${query(asked)}`);
    const policy = String(page.headers["content-security-policy"]);
    const target = /^https?:/.test(redirect) ? new URL(redirect).origin : new URL(redirect).protocol;
    expect(policy).toContain(`form-action 'self' ${target};`);
    const answer = await decide(browser, asked);
    expect(answer.headers.location).toMatch(new RegExp(`^${start.replace(/[.?/]/g, "\\$&")}code=[\\w-]+$`));
    const code = /code=([\w-]+)/.exec(String(answer.headers.location))![1]!;
    expect((await redeem(made, code, { redirect_uri: redirect })).status).toBe(200);
  });

  test("out of band, by copying the code", async () => {
    const redirect = "urn:ietf:wg:oauth:2.0:oob";
    const made = await register(visitor, { redirect });
    const answer = await decide(browser, ask(made, { redirect_uri: redirect }));
    const page = await browser.get(answer.location!);
    const [, code] = /<code>([\w-]+)<\/code>/.exec(page.text) ?? [];
    expect((await redeem(made, code!, { redirect_uri: redirect })).status).toBe(200);
  });

  test("or not", async () => {
    const made = await register(visitor);
    const back = await locationOf(ask(made, { state: "s" }), "deny");
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: "access_denied", state: "s" });
  });

  test("after signing in on the way, with the slash that toot sends, and windows stay together", async () => {
    const made = await register(visitor);
    const stranger = client(north.origin);
    const page = await stranger.get(`/oauth/authorize/?${query(ask(made))}`);
    expect(page.location).toMatch(/^\/sign-in\?then=/);
    const signIn = await stranger.get(page.location!);
    const form = hiddenFields(signIn.text, "/sign-in");
    const entered = await stranger.post("/sign-in", {
      ...form,
      email: priya.email,
      password: priya.password,
    });
    const asked = await stranger.get(entered.location!);
    expect(asked.text).toContain("Let <bdi>Tidewater</bdi> in?");
    for (const one of [page, signIn, entered, asked])
      expect(one.headers["cross-origin-opener-policy"]).toBeUndefined();
    expect((await stranger.get("/")).headers["cross-origin-opener-policy"]).toBe("same-origin");
    const decided = await stranger.post("/oauth/authorize", {
      ...hiddenFields(asked.text, "/oauth/authorize"),
      decision: "allow",
    });
    expect(decided.location).toContain(`${callback}?code=`);
  });

  test("and nobody is led to where the app did not say, or asks for more than it registered", async () => {
    const made = await register(visitor, { scopes: "read:accounts write:statuses" });
    const elsewhere = ask(made, { redirect_uri: "https://evil.example/" });
    for (const wrong of [elsewhere, ask(made, { client_id: "nobody" }), { client_id: made.client_id }]) {
      const page = await browser.get(`/oauth/authorize?${query(wrong)}`);
      expect([page.status, page.location]).toEqual([400, null]);
      expect((await browser.post("/oauth/authorize", { ...wrong, decision: "allow" })).status).toBe(400);
    }
    for (const scope of ["read", "read:accounts push"])
      expect((await locationOf(ask(made, { scope }))).searchParams.get("error")).toBe("invalid_scope");
    // Who has not signed in is led nowhere else, whatever is wrong.
    const unasked = await visitor.get(`/oauth/authorize?${query(ask(made, { scope: "push" }))}`);
    expect(unasked.location).toMatch(/^\/sign-in\?/);
    const token = ask(made, { response_type: "token", scope: "read:accounts" });
    expect((await locationOf(token)).searchParams.get("error")).toBe("unsupported_response_type");
    expect((await locationOf(ask(made, { scope: "read:accounts" }))).searchParams.get("code")).toBeTruthy();
  });

  test("and another site cannot say yes for them", async () => {
    const made = await register(visitor);
    const headers = { origin: "https://evil.example" };
    const forged = await browser.post("/oauth/authorize", { ...ask(made), decision: "allow" }, headers);
    expect(forged.status).toBe(403);
  });
});

describe("a token", () => {
  test("is not given for a code that is late, another app's, or with a wrong secret", async () => {
    const made = await register(visitor);
    const other = await register(visitor);
    const code = async () => (await locationOf(ask(made))).searchParams.get("code")!;
    const error = async (answer: Promise<{ status: number; json<T>(): T }>) => {
      const { status, json } = await answer;
      return [status, json<{ error: string }>().error];
    };
    expect(await error(redeem(other, await code()))).toEqual([400, "invalid_grant"]);
    expect(await error(redeem(made, await code(), { client_secret: "x" }))).toEqual([401, "invalid_client"]);
    expect(await error(redeem(made, await code(), { redirect_uri: "https://app.example/other" }))).toEqual([
      400,
      "invalid_grant",
    ]);
    expect(await error(redeem(made, ""))).toEqual([400, "invalid_request"]);
    expect(await error(redeem(made, "x", { grant_type: "password" }))).toEqual([
      400,
      "unsupported_grant_type",
    ]);
    const late = await code();
    north.clock.tick({ minutes: 10 });
    expect(await error(redeem(made, late))).toEqual([400, "invalid_grant"]);
  });

  test("is given to an app for itself, by form, JSON or Basic", async () => {
    const made = await register(visitor, { scopes: "read write" });
    const basic = Buffer.from(`${made.client_id}:${made.client_secret}`).toString("base64");
    const own = { client_id: made.client_id, client_secret: made.client_secret };
    const json = { "content-type": "application/json" };
    const answers = [
      await visitor.post("/oauth/token", { grant_type: "client_credentials", ...own }),
      await visitor.send(
        "POST",
        "/oauth/token",
        JSON.stringify({ grant_type: "client_credentials", scope: "read write", ...own }),
        json,
      ),
      await visitor.post(
        "/oauth/token",
        { grant_type: "client_credentials" },
        { authorization: `Basic ${basic}` },
      ),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      const { access_token: token } = answer.json<{ access_token: string }>();
      expect((await verify(token)).json()).toMatchObject({
        name: "Tidewater",
        website: "https://app.example/",
      });
    }
    const more = await visitor.post("/oauth/token", {
      grant_type: "client_credentials",
      scope: "push",
      ...own,
    });
    expect(more.json()).toMatchObject({ error: "invalid_scope" });
    let status = 200;
    for (let n = 0; n < 300 && status === 200; n++)
      ({ status } = await visitor.post("/oauth/token", { grant_type: "client_credentials", ...own }));
    expect(status).toBe(429);
  });

  test("is ended by its app, by its member, and by a new password", async () => {
    const made = await register(visitor);
    const token = async () => {
      const code = (await locationOf(ask(made))).searchParams.get("code")!;
      return (await redeem(made, code)).json<{ access_token: string }>().access_token;
    };
    const [first, second] = [await token(), await token()];
    const own = { client_id: made.client_id, client_secret: made.client_secret };
    expect((await visitor.post("/oauth/revoke", { ...own, client_secret: "x", token: first })).status).toBe(
      403,
    );
    expect((await verify(first)).status).toBe(200);
    const other = await register(visitor);
    await visitor.post("/oauth/revoke", {
      client_id: other.client_id,
      client_secret: other.client_secret,
      token: first,
    });
    expect((await verify(first)).status).toBe(200);
    expect((await visitor.post("/oauth/revoke", { ...own, token: first })).status).toBe(200);
    expect([(await verify(first)).status, (await verify(second)).status]).toEqual([401, 200]);

    const page = await browser.get("/me/apps");
    expect(page.text).toContain("Tidewater");
    const [row] = await north.store.db.select().from(app).where(eq(app.clientId, made.client_id));
    const stranger = await north.as(await north.addMember("Olu Outside"));
    expect((await stranger.post(`/me/apps/${row!.id}/end`)).status).toBe(404);
    expect((await verify(second)).status).toBe(200);
    expect((await browser.submit(`/me/apps/${row!.id}/end`)).text).toContain("Tidewater is signed out");
    expect((await verify(second)).status).toBe(401);

    const third = await token();
    const fresh = "another horse battery staple";
    const mine = client(north.origin);
    mine.cookies.set("session", browser.cookies.get("session")!);
    const waiting = (await locationOf(ask(made))).searchParams.get("code")!;
    const changed = await mine.post("/me/security", { current: priya.password, password: fresh });
    expect((await redeem(made, waiting)).status).toBe(400);
    expect(changed.status).toBe(303);
    expect((await verify(third)).status).toBe(401);
    browser = await north.as(priya);
  });
});

test("pages of any site may ask, and are told how", async () => {
  const origin = { origin: "https://phanpy.example" };
  for (const path of ["/api/v1/apps", "/oauth/token", "/oauth/revoke"]) {
    const answer = await visitor.send("OPTIONS", path, "", {
      ...origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type,idempotency-key",
    });
    expect(answer.status).toBe(204);
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(String(answer.headers["access-control-allow-headers"]).toLowerCase()).toContain("idempotency-key");
  }
  const registered = await visitor.post(
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
    const answer = await visitor.get(path, origin);
    expect([path, answer.headers["access-control-allow-origin"]]).toEqual([path, "*"]);
  }
  const metadata = await visitor.get("/.well-known/oauth-authorization-server", origin);
  expect(metadata.headers["access-control-allow-origin"]).toBe("*");
  expect(metadata.json()).toMatchObject({
    authorization_endpoint: `${north.origin}/oauth/authorize`,
    token_endpoint: `${north.origin}/oauth/token`,
    app_registration_endpoint: `${north.origin}/api/v1/apps`,
    code_challenge_methods_supported: ["S256"],
  });
});

test("what is wrong is said in JSON", async () => {
  for (const [path, status] of [
    ["/api/v1/nothing/here", 404],
    ["/api/v1/apps/verify_credentials", 401],
  ] as const) {
    const answer = await visitor.get(path);
    expect([answer.status, Object.keys(answer.json<object>())]).toEqual([status, ["error"]]);
  }
  const broken = await visitor.send("POST", "/api/v1/apps", "{", { "content-type": "application/json" });
  expect([broken.status, Object.keys(broken.json<object>())]).toEqual([422, ["error"]]);
  const bad = await visitor.get("/api/v1/apps/verify_credentials", { authorization: "Bearer none" });
  expect([bad.status, bad.json()]).toEqual([401, { error: "The access token is invalid" }]);
});

test("an app that may know who it is, and no more, is told that", async () => {
  const made = await register(visitor, { scopes: "profile" });
  const code = (await locationOf(ask(made, { scope: "profile" }))).searchParams.get("code")!;
  const { access_token: token } = (await redeem(made, code)).json<{ access_token: string }>();
  const authorization = { authorization: `Bearer ${token}` };
  const told = await visitor.get("/oauth/userinfo", authorization);
  expect(told.json()).toMatchObject({
    iss: `${north.origin}/`,
    sub: `${north.origin}/actors/${priya.id}`,
    name: "Priya Nair",
    preferred_username: "priya-nair",
  });
  expect((await visitor.get("/api/v1/accounts/verify_credentials", authorization)).status).toBe(200);
  for (const path of ["/api/v1/timelines/home", `/api/v1/accounts/${priya.id}`])
    expect((await visitor.get(path, authorization)).status).toBe(403);
  expect((await visitor.get("/oauth/userinfo")).status).toBe(401);
});
