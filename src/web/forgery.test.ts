import { expect, test } from "vitest";
import { client, startInstance } from "../../test/rig.ts";

const strange = "https://evil.example";

test("what another site sends with somebody's cookies is refused, whatever its type and wherever it goes", async () => {
  const north = await startInstance();
  const priya = await north.addMember("Priya Nair");
  const { handle } = await north.addWorkspace("Falls Prevention");
  const visitor = await north.as(priya);
  const types = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "application/json",
    "x/y",
  ];
  for (const type of types) {
    for (const path of [`/workspaces/${handle}/join`, "/notifications/read", "/sign-out"]) {
      const answer = await visitor.send("POST", path, "", { origin: strange, "content-type": type });
      expect(answer.status, `${type} to ${path}`).toBe(403);
      expect(answer.text).toContain("This form came from another site");
    }
  }
  // Nor a page that has no address, nor one that says nothing of where it is.
  const form = "application/x-www-form-urlencoded";
  const placeless: Record<string, string>[] = [
    { origin: "null" },
    { origin: "" },
    { "sec-fetch-site": "same-site", origin: "" },
  ];
  for (const headers of placeless)
    expect((await visitor.send("POST", "/sign-out", "", { ...headers, "content-type": form })).status).toBe(
      403,
    );

  expect((await visitor.get("/me")).status).toBe(200);
  expect((await visitor.get(`/workspaces/${handle}`)).text).not.toContain("You are a member");
  expect((await visitor.post(`/workspaces/${handle}/join`)).status).toBe(303);
});

test("no address that a visitor claims is believed: in links, in mails, or to go on to", async () => {
  const north = await startInstance();
  const priya = await north.addMember("Priya Nair");
  const { handle } = await north.addWorkspace("Falls Prevention");
  const visitor = client(north.origin);
  const claim = { host: "evil.example", "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
  for (const path of ["/", `/workspaces/${handle}`, "/.well-known/host-meta", "/.well-known/nodeinfo"])
    expect((await visitor.get(path, claim)).text, path).not.toContain("evil.example");

  for (const then of [
    `//evil.example`,
    "/\\evil.example",
    strange,
    "/\t/evil.example",
    "javascript:alert(1)",
  ]) {
    const answer = await client(north.origin).post("/sign-in", {
      email: priya.email,
      password: priya.password,
      then,
    });
    expect([answer.status, answer.location], then).toEqual([303, "/"]);
  }
});
