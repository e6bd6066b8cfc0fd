import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { event, mail } from "../../db/index.ts";
import { client, type Instance, startInstance } from "../../test/rig.ts";
import { changeOrganisation } from "../organisations/index.ts";

const password = "slow tide over sand";

async function approving(): Promise<Instance> {
  const north = await startInstance({ organisation: "North Trust" });
  await changeOrganisation(north.context(north.administrator), {
    name: "North Trust",
    kind: "trust",
    emailDomains: "north.example",
  });
  return north;
}

async function pathTo({ store }: Instance, recipient: string): Promise<string> {
  const rows = await store.db.select().from(mail).where(eq(mail.recipient, recipient)).orderBy(asc(mail.id));
  return new URL(/http\S+/.exec(rows.at(-1)!.body)![0]).pathname;
}

test("someone asks for an account, follows the link, and is in", async () => {
  const north = await approving();
  const gwen = client(north.origin);
  const sent = await gwen.submit("/register", { name: "Gwen Rees", email: "gwen@north.example" });
  expect(sent.text).toContain("Check your email");
  const path = await pathTo(north, "gwen@north.example");
  // Programs that check mail open links: that must not use them.
  for (let n = 0; n < 2; n++) expect((await gwen.get(path)).text).toContain("gwen@north.example");
  const weak = await gwen.post(path, { name: "Gwen Rees", job: "Ward sister", password: "short" });
  expect(weak.status).toBe(422);
  expect(weak.text).toContain("<title>Error: ");
  expect(weak.text).toMatch(/href="#password"[^]*id="password-error"/);
  expect(weak.text).toContain('value="Ward sister"');
  expect(weak.text).not.toContain('value="short"');
  const done = await gwen.post(path, { name: "Gwen Rees", job: "Ward sister", password });
  expect(done.location).toBe("/");
  expect((await gwen.get("/me")).text).toContain("Ward sister");
  expect((await gwen.get(path)).status).toBe(410);
});

test("an expired link explains itself and sends a new one", async () => {
  const north = await approving();
  const gwen = client(north.origin);
  await gwen.post("/register", { name: "Gwen Rees", email: "gwen@north.example" });
  const old = await pathTo(north, "gwen@north.example");
  north.clock.tick({ hours: 25 });
  const answer = await gwen.get(old);
  expect(answer.status).toBe(410);
  expect(answer.text).toContain("This link has expired");
  const again = /action="(\/register\/[^"]+\/again)"/.exec(answer.text)![1]!;
  expect((await gwen.submit(again)).text).toContain("Check your email");
  expect((await gwen.get(await pathTo(north, "gwen@north.example"))).status).toBe(200);
});

test("whether an address has an account cannot be told from any page", async () => {
  const north = await approving();
  const known = north.administrator.email;
  const unknown = "nobody@north.example";
  const visitor = client(north.origin);
  const same = async (path: string, form: (email: string) => Record<string, string>) => {
    const answers = await Promise.all([known, unknown].map((email) => visitor.post(path, form(email))));
    const seen = answers.map(({ status, location, text }, n) => ({
      status,
      location,
      text: text.replaceAll([known, unknown][n]!, "EMAIL").replace(/nonce="[^"]+"/g, ""),
    }));
    expect(seen[0]).toEqual(seen[1]);
  };
  await same("/register", (email) => ({ name: "Eve Eve", email }));
  await same("/reset-password", (email) => ({ email }));
  await same("/sign-in", (email) => ({ email, password: "not the password" }));
});

test("signing in leads back, never to another site, and never with the session one came with", async () => {
  const north = await approving();
  const { email, password: known } = north.administrator;
  for (const [then, leads] of [
    ["/me/security?x=1", "/me/security?x=1"],
    ["https://evil.example/", "/"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["/\tevil", "/"],
  ]) {
    const visitor = client(north.origin);
    visitor.cookies.set("session", "fixed-by-somebody-else");
    const page = await visitor.get(`/sign-in?then=${encodeURIComponent(then!)}`);
    expect(page.text).toContain(`name="then" value="${leads}"`);
    const answer = await visitor.post("/sign-in", { email, password: known, then: then! });
    expect(answer.location).toBe(leads);
    expect(visitor.cookies.get("session")).toMatch(/^[\w-]{43}$/);
    expect([answer.headers["set-cookie"]].flat().join()).toMatch(/session=[^;]+;.*HttpOnly; SameSite=Lax/i);
  }
});

test("strangers are led to sign in and back; members see no administration", async () => {
  const north = await approving();
  const stranger = client(north.origin);
  const gwen = await north.addMember("Gwen Rees");
  const member = await north.as(gwen);
  for (const path of ["/me", "/me/profile", "/me/security", "/people"]) {
    expect((await stranger.get(path)).location).toBe(`/sign-in?then=${encodeURIComponent(path)}`);
    expect((await member.get(path)).status).toBe(200);
  }
  const admin = await north.as(north.administrator);
  const closed = ["/admin", "/admin/people", "/admin/people/add", "/admin/organisation", "/admin/mail"];
  for (const path of [...closed, `/admin/people/${gwen.id}`, `/admin/people/${gwen.id}/close`]) {
    expect((await stranger.get(path)).location).toContain("/sign-in");
    expect((await member.get(path)).status).toBe(403);
    expect((await admin.get(path)).status).toBe(200);
  }
  const posts: [string, Record<string, string>][] = [
    [
      "/admin/people/add",
      { name: "Eve Eve", email: "eve@x.example", how: "password", role: "administrator" },
    ],
    [`/admin/people/${gwen.id}/role`, { role: "administrator" }],
    [`/admin/people/${gwen.id}/close`, {}],
    [`/admin/people/${gwen.id}/decision`, { decision: "approve" }],
    ["/admin/organisation", { name: "Taken over", kind: "other" }],
  ];
  for (const [path, form] of posts) {
    expect((await member.post(path, form)).status).toBe(403);
    expect((await stranger.post(path, form)).location ?? "/sign-in").toContain("/sign-in");
  }
});

test("a form from another site does nothing", async () => {
  const north = await approving();
  const member = await north.as(north.administrator);
  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, { origin: "" }]) {
    const answer = await member.post("/sign-out", {}, headers);
    expect(answer.status).toBe(403);
  }
  expect((await member.get("/me")).status).toBe(200);
  expect((await member.post("/sign-out")).location).toBe("/sign-in");
  expect((await member.get("/me")).location).toContain("/sign-in");
});

test("a name with HTML in it is shown as it is written", async () => {
  const north = await approving();
  const member = await north.as(await north.addMember("Gwen Rees"));
  const name = `Gwen <img src=x onerror="alert(1)"> O'Neil & Co`;
  expect((await member.post("/me/profile", { name, summary: "<script>alert(2)</script>" })).location).toBe(
    "/me",
  );
  for (const path of ["/me", "/people", "/people/gwen-rees", "/me/profile"]) {
    const { text } = await member.get(path);
    expect(text).toContain("Gwen &lt;img src=x");
    expect(text).not.toContain("<img src=x");
    expect(text).not.toContain("<script>alert");
  }
});

test("a profile keeps what was typed when something is wrong with it, and a picture of the wrong kind is refused", async () => {
  const north = await approving();
  const member = await north.as(await north.addMember("Gwen Rees"));
  const picture = new File(["<svg xmlns='http://www.w3.org/2000/svg'/>"], "face.png", { type: "image/png" });
  const refused = await member.post("/me/profile", { name: "Gwen Rees", job: "Sister on 7", picture });
  expect(refused.status).toBe(422);
  expect(refused.text).toMatch(/href="#picture"[^]*id="picture-error"/);
  expect(refused.text).toContain('value="Sister on 7"');
  const long = await member.post("/me/profile", { name: "x".repeat(5000), job: "Sister on 7" });
  expect(long.status).toBe(422);
  expect(long.text).toContain('href="#name"');
  expect((await member.post("/me/profile", { name: "" })).status).toBe(422);
  expect((await member.post("/me/profile", { name: ["Gwen", "Rees"] })).status).toBe(422);
});

test("a picture is shown from here until it is removed", async () => {
  const { default: sharp } = await import("sharp");
  const north = await approving();
  const member = await north.as(await north.addMember("Gwen Rees"));
  const png = await sharp({ create: { width: 600, height: 300, channels: 3, background: "#7a2f5a" } })
    .png()
    .toBuffer();
  const picture = new File([new Uint8Array(png)], "me.png", { type: "image/png" });
  expect((await member.post("/me/profile", { name: "Gwen Rees", picture })).location).toBe("/me");
  const src = /src="(\/media\/\d+)"/.exec((await member.get("/me")).text)![1]!;
  const served = await client(north.origin).get(src);
  expect(served.headers).toMatchObject({
    "content-type": "image/webp",
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
  });
  expect(served.headers["content-security-policy"]).toContain("default-src 'none'");
  expect((await sharp(served.bytes).metadata()).width).toBe(512);
  await member.post("/me/profile", { name: "Gwen Rees", removePicture: "yes" });
  expect((await member.get("/me")).text).not.toContain(src);
  for (const path of ["/media/0", "/media/x", "/media/99", "/pictures/abc", `/pictures/${"0".repeat(64)}`]) {
    expect((await member.get(path)).status).toBe(404);
  }
});

test("a stranger sees name and post of our people, no more; programs are led to the actor", async () => {
  const north = await approving();
  const gwen = await north.addMember("Gwen Rees", { job: "Ward sister" });
  const member = await north.as(gwen);
  await member.post("/me/profile", {
    name: "Gwen Rees",
    job: "Ward sister",
    place: "Ward 7",
    summary: "Sepsis at night",
  });
  const page = await client(north.origin).get("/people/gwen-rees");
  expect(page.text).toContain("Ward sister, North Trust");
  expect(page.text).not.toContain("Ward 7");
  expect(page.text).not.toContain("Sepsis at night");
  expect((await member.get("/people/gwen-rees")).text).toContain("Sepsis at night");
  const actor = await client(north.origin).get("/people/gwen-rees", { accept: "application/activity+json" });
  expect([actor.status, actor.location]).toEqual([303, `/actors/${gwen.id}`]);
  expect(actor.headers.vary).toMatch(/accept/i);
  expect((await client(north.origin).get("/people/nobody")).status).toBe(404);
  expect((await client(north.origin).get("/people/gwen@south.example")).location).toContain("/sign-in");
});

test("one sees where one is signed in, and signs out there", async () => {
  const north = await approving();
  const gwen = await north.addMember("Gwen Rees");
  const [desk, phone] = [await north.as(gwen), await north.as(gwen)];
  const { text } = await desk.get("/me/security");
  const id = /name="id" value="([0-9a-f]{64})"/.exec(text)![1]!;
  expect((await desk.submit("/me/security/sessions", { id })).text).toContain("Signed out there");
  expect((await phone.get("/me")).location).toContain("/sign-in");
  expect((await desk.get("/me")).status).toBe(200);
});

test("changing the password keeps this session only, under a new token", async () => {
  const north = await approving();
  const gwen = await north.addMember("Gwen Rees");
  const [desk, phone] = [await north.as(gwen), await north.as(gwen)];
  const old = desk.cookies.get("session");
  const wrong = await desk.post("/me/security", { current: "wrong", password: "another long password" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('href="#current"');
  expect(wrong.text).not.toContain("another long password");
  await desk.post("/me/security", { current: gwen.password, password: "another long password" });
  expect(desk.cookies.get("session")).not.toBe(old);
  expect((await desk.get("/me")).status).toBe(200);
  expect((await phone.get("/me")).location).toContain("/sign-in");
});

test("a forgotten password: link, new password, in", async () => {
  const north = await approving();
  const gwen = await north.addMember("Gwen Rees");
  const visitor = client(north.origin);
  await visitor.post("/reset-password", { email: gwen.email });
  const path = await pathTo(north, gwen.email);
  expect((await visitor.get(path)).status).toBe(200);
  expect((await visitor.post(path, { password: "gwen rees 1234" })).status).toBe(422);
  expect((await visitor.post(path, { password: "another long password" })).location).toBe("/");
  expect((await visitor.get("/me")).status).toBe(200);
  expect((await visitor.get(path)).text).toContain("Ask for a new link");
  expect((await visitor.post(path, { password: "third long password" })).status).toBe(410);
});

test("an administrator adds a member, whose password is shown once", async () => {
  const north = await approving();
  const admin = await north.as(north.administrator);
  const form = { name: "Bo Berg", email: "bo@x.example", role: "member", how: "password" };
  const added = await admin.post("/admin/people/add", form);
  expect(added.status).toBe(200);
  expect(added.headers["cache-control"]).toBe("no-store");
  const made = /<code>([a-z2-9-]{24})<\/code>/.exec(added.text)![1]!;
  const bo = client(north.origin);
  expect((await bo.post("/sign-in", { email: "bo@x.example", password: made })).location).toBe("/");
  const twice = await admin.post("/admin/people/add", form);
  expect(twice.status).toBe(422);
  expect(twice.text).toContain('href="#email"');
});

test("requests are approved, mails without a server can be read, and the last administrator stays", async () => {
  const north = await approving();
  const admin = await north.as(north.administrator);
  const visitor = client(north.origin);
  await visitor.post("/register", { name: "Samir Khan", email: "samir@far.example", reason: "Falls" });
  const asked = await visitor.submit(await pathTo(north, "samir@far.example"), {
    name: "Samir Khan",
    password,
  });
  expect(asked.text).toContain("Your request is with an administrator");
  const waits = "Samir Khan asks for an account";
  expect((await admin.get("/")).text).toContain(waits);
  expect((await (await north.as(await north.addMember("Gwen Rees"))).get("/")).text).not.toContain(waits);
  const id = /\/admin\/people\/(\d+)/.exec((await admin.get("/admin/people?q=Samir")).text)![1]!;
  expect((await admin.get(`/admin/people/${id}`)).text).toContain("Falls");
  await admin.post(`/admin/people/${id}/decision`, { decision: "approve" });
  expect((await visitor.post("/sign-in", { email: "samir@far.example", password })).location).toBe("/");
  expect((await admin.get("/admin/mail")).text).toContain("You can sign in now");
  expect((await admin.get("/")).text).not.toContain(waits);
  const own = north.administrator.id;
  expect((await admin.post(`/admin/people/${own}/role`, { role: "member" })).status).toBe(409);
  expect((await admin.post(`/admin/people/${own}/close`)).status).toBe(409);
  const kinds = await north.store.db.select({ kind: event.kind }).from(event);
  expect(kinds.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["person.registered", "person.approved", "person.signed in"]),
  );
});

test("too many tries are refused in words", async () => {
  const north = await approving();
  const visitor = client(north.origin);
  const { email } = north.administrator;
  for (let n = 0; n < 10; n++) await visitor.post("/sign-in", { email, password: "wrong password" });
  const answer = await visitor.post("/sign-in", { email, password: north.administrator.password });
  expect(answer.status).toBe(429);
  expect(answer.text).toContain("Wait 15 minutes");
});

test("a link that never was costs nothing: no password is judged or hashed for it", async () => {
  const { origin } = await startInstance();
  const visitor = client(origin);
  const form = { name: "Mallory Marsh", password: "short" };
  expect((await visitor.post("/register/nonsense", form)).status).toBe(410);
  expect((await visitor.post("/reset-password/nonsense", form)).status).toBe(410);
});

test("an address with a NUL in it is nobody's", async () => {
  const { origin } = await startInstance();
  const visitor = client(origin);
  for (const path of ["/people/%00", "/workspaces/a%00b", "/workspaces?q=%00", "/activities/%00"])
    expect((await visitor.get(path)).status, path).toBe(404);
});
