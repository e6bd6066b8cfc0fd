import { createHash, randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { app, appCode, appToken } from "../../db/index.ts";
import { client } from "../rig.ts";
import { ask, useOauthScene } from "./oauth-scene.ts";
import { callback, decide, hiddenFields, register } from "./sign-in.ts";

const s = useOauthScene();

const query = (values: Record<string, string>) => new URLSearchParams(values).toString();

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
    const answer = await s.visitor.send("POST", `/api/v1/apps${more}`, body, headers);
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
    const answer = await s.visitor.post("/api/v1/apps", body);
    expect(answer.status).toBe(422);
    expect(answer.json<{ error: string }>().error).toBeTruthy();
  });

  test("and its secret is kept as a hash only", async () => {
    const made = await register(s.visitor);
    const [row] = await s.north.store.db.select().from(app).where(eq(app.clientId, made.client_id));
    expect(JSON.stringify(row)).not.toContain(made.client_secret);
  });
});

describe("a member lets it in", () => {
  test("with a code, which counts once and ends what it gave when it is shown again", async () => {
    const made = await register(s.visitor);
    const back = await s.locationOf(ask(made, { state: "a state & more" }));
    expect(back.origin + back.pathname).toBe(callback);
    expect(back.searchParams.get("state")).toBe("a state & more");
    const code = back.searchParams.get("code")!;
    const first = await s.redeem(made, code);
    expect(first.json()).toEqual({
      access_token: expect.stringMatching(/^\S{43}$/),
      token_type: "Bearer",
      scope: "read",
      created_at: expect.any(Number),
    });
    const { access_token: token } = first.json<{ access_token: string }>();
    expect((await s.verify(token)).status).toBe(200);
    const kept = JSON.stringify([
      await s.north.store.db.select().from(appToken),
      await s.north.store.db.select().from(appCode),
    ]);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(code);
    const again = await s.redeem(made, code);
    expect([again.status, again.json()]).toEqual([400, expect.objectContaining({ error: "invalid_grant" })]);
    expect((await s.verify(token)).status).toBe(401);
  });

  test("with PKCE, and only whoever began can end", async () => {
    const made = await register(s.visitor);
    const verifier = randomBytes(32).toString("base64url");
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const asked = ask(made, { code_challenge: challenge, code_challenge_method: "S256" });
    const code = (await s.locationOf(asked)).searchParams.get("code")!;
    for (const wrong of ["", "x", challenge])
      expect((await s.redeem(made, code, { code_verifier: wrong })).status).toBe(400);
    expect((await s.redeem(made, code, { code_verifier: verifier })).status).toBe(200);
    const plain = ask(made, { code_challenge: verifier, code_challenge_method: "plain" });
    expect((await s.locationOf(plain)).searchParams.get("error")).toBe("invalid_request");
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
    const made = await register(s.visitor, { redirect });
    const asked = ask(made, { redirect_uri: redirect });
    const page = await s.browser.get(`/oauth/authorize?${query(asked)}`);
    const policy = String(page.headers["content-security-policy"]);
    const target = /^https?:/.test(redirect) ? new URL(redirect).origin : new URL(redirect).protocol;
    expect(policy).toContain(`form-action 'self' ${target};`);
    const answer = await decide(s.browser, asked);
    expect(answer.headers.location).toMatch(new RegExp(`^${start.replace(/[.?/]/g, "\\$&")}code=[\\w-]+$`));
    const code = /code=([\w-]+)/.exec(String(answer.headers.location))![1]!;
    expect((await s.redeem(made, code, { redirect_uri: redirect })).status).toBe(200);
  });

  test("out of band, by copying the code", async () => {
    const redirect = "urn:ietf:wg:oauth:2.0:oob";
    const made = await register(s.visitor, { redirect });
    const answer = await decide(s.browser, ask(made, { redirect_uri: redirect }));
    const page = await s.browser.get(answer.location!);
    const [, code] = /<code>([\w-]+)<\/code>/.exec(page.text) ?? [];
    expect((await s.redeem(made, code!, { redirect_uri: redirect })).status).toBe(200);
  });

  test("or not", async () => {
    const made = await register(s.visitor);
    const back = await s.locationOf(ask(made, { state: "s" }), "deny");
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: "access_denied", state: "s" });
  });

  test("after signing in on the way, with the slash that toot sends, and windows stay together", async () => {
    const made = await register(s.visitor);
    const stranger = client(s.north.origin);
    const page = await stranger.get(`/oauth/authorize/?${query(ask(made))}`);
    expect(page.location).toMatch(/^\/sign-in\?then=/);
    const signIn = await stranger.get(page.location!);
    const form = hiddenFields(signIn.text, "/sign-in");
    const entered = await stranger.post("/sign-in", {
      ...form,
      email: s.priya.email,
      password: s.priya.password,
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
    const made = await register(s.visitor, { scopes: "read:accounts write:statuses" });
    const elsewhere = ask(made, { redirect_uri: "https://evil.example/" });
    for (const wrong of [elsewhere, ask(made, { client_id: "nobody" }), { client_id: made.client_id }]) {
      const page = await s.browser.get(`/oauth/authorize?${query(wrong)}`);
      expect([page.status, page.location]).toEqual([400, null]);
      expect((await s.browser.post("/oauth/authorize", { ...wrong, decision: "allow" })).status).toBe(400);
    }
    for (const scope of ["read", "read:accounts push"])
      expect((await s.locationOf(ask(made, { scope }))).searchParams.get("error")).toBe("invalid_scope");
    // Who has not signed in is led nowhere else, whatever is wrong.
    const unasked = await s.visitor.get(`/oauth/authorize?${query(ask(made, { scope: "push" }))}`);
    expect(unasked.location).toMatch(/^\/sign-in\?/);
    const token = ask(made, { response_type: "token", scope: "read:accounts" });
    expect((await s.locationOf(token)).searchParams.get("error")).toBe("unsupported_response_type");
    expect((await s.locationOf(ask(made, { scope: "read:accounts" }))).searchParams.get("code")).toBeTruthy();
  });

  test("and another site cannot say yes for them", async () => {
    const made = await register(s.visitor);
    const headers = { origin: "https://evil.example" };
    const forged = await s.browser.post("/oauth/authorize", { ...ask(made), decision: "allow" }, headers);
    expect(forged.status).toBe(403);
  });
});
