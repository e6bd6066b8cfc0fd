import { expect, test } from "vitest";
import { client, startInstance } from "../../test/rig.ts";
import { atThisMachine, domainPattern, domainsIn } from "./rules.ts";

const password = "slow tide over sand";

const form = {
  name: "North Shore Hospitals Trust",
  kind: "trust",
  odsCode: "rx1",
  emailDomains: "northshore.example",
  administratorName: "Amara Okafor",
  email: "amara@northshore.example",
  password,
};

test("the first visit leads to the set-up, which signs the administrator in, and is gone after that", async () => {
  const { origin } = await startInstance({ bare: true });
  const visitor = client(origin);
  expect((await visitor.get("/people")).location).toBe("/setup");
  const page = await visitor.get("/setup");
  expect(page.status).toBe(200);
  expect(page.text).not.toContain('name="code"');
  const wrong = await visitor.post("/setup", { ...form, odsCode: "R-1", password: "short" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("<title>Error: ");
  expect(wrong.text).toContain('href="#odsCode"');
  expect(wrong.text).toContain('value="North Shore Hospitals Trust"');
  expect(wrong.text).toMatch(/value="trust"[^>]*checked/);
  expect(wrong.text).not.toContain('value="short"');
  expect((await visitor.post("/setup", form)).location).toBe("/");
  expect((await visitor.get("/admin")).text).toContain("North Shore Hospitals Trust");
  expect((await visitor.get("/setup")).status).toBe(404);
  expect((await visitor.post("/setup", form)).status).toBe(404);
});

test("through a proxy, or under another name, it asks for the code that was printed", async () => {
  const { origin, running } = await startInstance({ bare: true });
  const visitor = client(origin);
  const through = { "x-forwarded-for": "127.0.0.1" };
  expect((await visitor.get("/setup", through)).text).toContain('name="code"');
  expect((await visitor.get("/setup", { host: "rebound.example" })).text).toContain('name="code"');
  const without = await visitor.post("/setup", form, through);
  expect(without.status).toBe(422);
  expect(without.text).toContain('href="#code"');
  const wrong = running.setupCode === "000000" ? "000001" : "000000";
  expect((await visitor.post("/setup", { ...form, code: wrong }, through)).status).toBe(422);
  const answer = await visitor.post("/setup", { ...form, code: running.setupCode }, through);
  expect(answer.location).toBe("/");
});

test("at a public address it asks for the code, though a proxy may speak as this machine", async () => {
  const { running } = await startInstance({
    bare: true,
    environment: { ORIGIN: "https://community.north.example" },
  });
  const proxy = client(`http://localhost:${running.port}`);
  const as = { origin: "https://community.north.example" };
  expect((await proxy.get("/setup", as)).text).toContain('name="code"');
  const without = await proxy.post("/setup", form, as);
  expect(without.status).toBe(422);
  expect(without.text).toContain('href="#code"');
  expect((await proxy.post("/setup", { ...form, code: running.setupCode }, as)).location).toBe("/");
});

test("the code cannot be tried again and again", async () => {
  const { origin, running } = await startInstance({ bare: true });
  const visitor = client(origin);
  const through = { "x-forwarded-for": "203.0.113.9" };
  const code = running.setupCode === "000000" ? "000001" : "000000";
  for (let n = 0; n < 10; n++) await visitor.post("/setup", { ...form, code }, through);
  const right = await visitor.post("/setup", { ...form, code: running.setupCode }, through);
  expect(right.status).toBe(429);
});

test("a logo is taken with the set-up, and one of the wrong kind is refused at its field", async () => {
  const { default: sharp } = await import("sharp");
  const { origin } = await startInstance({ bare: true });
  const visitor = client(origin);
  const program = new File(["MZ and more"], "logo.png", { type: "image/png" });
  expect((await visitor.post("/setup", { ...form, logo: program })).text).toContain('href="#logo"');
  const png = await sharp({ create: { width: 90, height: 30, channels: 3, background: "#12405e" } })
    .png()
    .toBuffer();
  const logo = new File([new Uint8Array(png)], "logo.png", { type: "image/png" });
  await visitor.post("/setup", { ...form, logo });
  expect((await visitor.get("/help")).text).toMatch(/masthead__logo" src="\/media\/\d+"/);
});

test("the organisation's details are changed, and every page shows them at once", async () => {
  const north = await startInstance();
  const admin = await north.as(north.administrator);
  expect((await admin.get("/admin/organisation")).text).toContain('value="North Trust"');
  const refused = await admin.post("/admin/organisation", {
    name: "North Care",
    kind: "ics",
    emailDomains: "uk",
  });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('href="#emailDomains"');
  const contact = "0123 456 789, weekdays\r\nask@north.example\r\n<b>Floor 2</b>";
  const changed = { name: "North Care", kind: "ics", emailDomains: "north.example", contact };
  expect((await admin.submit("/admin/organisation", changed)).text).toContain("Your organisation was saved");
  expect((await client(north.origin).get("/help")).text).toContain("North Care");
  const reached = (await client(north.origin).get("/contact")).text;
  expect(reached).toContain("0123 456 789, weekdays");
  expect(reached).toContain('<a href="mailto:ask@north.example">ask@north.example</a>');
  expect(reached).toContain("&lt;b&gt;Floor 2");
});

test.each([
  ["/help", "workspaces"],
  ["/accessibility-statement", "WCAG"],
  ["/privacy", "Your rights"],
  ["/terms", "not for direct care"],
  ["/cookies", "session"],
  ["/contact", "Ada Admin"],
])("%s speaks to strangers too", async (path, words) => {
  const north = await startInstance();
  const { status, text } = await client(north.origin).get(path);
  expect(status).toBe(200);
  expect(text).toContain(words);
  expect(text).not.toContain(north.administrator.email);
});

test("this machine is known by address and name together", () => {
  const at = (address: string, host: string, forwarded = false) =>
    atThisMachine({ address, host, forwarded });
  expect(at("127.0.0.1", "localhost:3000")).toBe(true);
  expect(at("::1", "[::1]:3000")).toBe(true);
  expect(at("::ffff:127.0.0.1", "north.localhost")).toBe(true);
  expect(at("127.0.0.1", "localhost", true)).toBe(false);
  expect(at("127.0.0.1", "rebound.example")).toBe(false);
  expect(at("127.0.0.1", "localhost.evil.example")).toBe(false);
  expect(at("192.0.2.1", "localhost")).toBe(false);
  expect(at("", "localhost")).toBe(false);
});

test("domains are read as people write them, and none is too wide", () => {
  expect(domainsIn("@North.example, info@south.example;\n*.west.example north.example")).toEqual([
    "north.example",
    "south.example",
    "west.example",
  ]);
  for (const wrong of ["uk", "a b", "-x.example", "x..example", "1.2.3.4"]) {
    expect(domainPattern.test(wrong)).toBe(false);
  }
});
