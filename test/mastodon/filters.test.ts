import { describe, expect, test } from "vitest";
import { inner, type Thing } from "./app.ts";
import { useScene } from "./scene.ts";

const s = useScene();

describe("filters", () => {
  test("say what they found, and hide where they are told to", async () => {
    const made = await s.app.priya.post("/api/v2/filters", {
      title: "Handover",
      context: ["home", "thread"],
      filter_action: "hide",
      keywords_attributes: [{ keyword: "handover", whole_word: true }, { keyword: "min" }],
    });
    expect(made).toMatchObject({ title: "Handover", filter_action: "hide", expires_at: null, statuses: [] });
    expect(made.keywords).toMatchObject([
      { keyword: "handover", whole_word: true },
      { keyword: "min", whole_word: true },
    ]);
    const found = await s.app.priya.get(`/api/v1/statuses/${s.open.discussion}`);
    expect(found.filtered).toMatchObject([
      { filter: { id: made.id, title: "Handover" }, keyword_matches: ["handover"], status_matches: null },
    ]);
    const home = async () => inner(await s.app.priya.get("/api/v1/timelines/home"));
    expect(await home()).not.toContain(String(s.open.discussion));
    // Not where it does not hold, not for others, not on one's own.
    expect(inner(await s.app.priya.get("/api/v1/timelines/public"))).toContain(String(s.open.discussion));
    expect((await s.app.amara.get(`/api/v1/statuses/${s.open.discussion}`)).filtered).toEqual([]);
    const path = `/api/v2/filters/${made.id}`;
    await s.app.priya.put(path, { filter_action: "warn" });
    expect(await home()).toContain(String(s.open.discussion));
    const [first, second] = made.keywords;
    const changed = await s.app.priya.put(path, {
      title: "Other",
      expires_in: 3600,
      keywords_attributes: [
        { id: first.id, _destroy: true },
        { id: second.id, keyword: "every", whole_word: false },
        { keyword: "tried" },
      ],
    });
    expect(changed.keywords.map(({ keyword }: Thing) => keyword as string)).toEqual(["every", "tried"]);
    expect((await s.app.priya.get(`/api/v1/statuses/${s.open.discussion}`)).filtered).toHaveLength(1);
    s.north.clock.tick({ hours: 2 });
    expect((await s.app.priya.get(`/api/v1/statuses/${s.open.discussion}`)).filtered).toEqual([]);
    for (const [method, at] of [
      ["GET", path],
      ["PUT", path],
      ["DELETE", path],
      ["GET", `${path}/keywords`],
      ["POST", `${path}/keywords`],
      ["GET", `/api/v2/filters/keywords/${second.id}`],
      ["DELETE", `/api/v2/filters/keywords/${second.id}`],
    ] as const) {
      const answer = await s.app.olu.ask(method, at, method === "GET" ? undefined : { keyword: "x" });
      expect([method, at, answer.status]).toEqual([method, at, 404]);
    }
    expect(await s.app.priya.delete(path)).toEqual({});
    expect(await s.app.priya.get("/api/v2/filters")).toEqual([]);
  });

  test("have words and posts one by one", async () => {
    const { id } = await s.app.priya.post("/api/v2/filters", { title: "One by one", context: ["home"] });
    const word = await s.app.priya.post(`/api/v2/filters/${id}/keywords`, { keyword: "night" });
    const one = `/api/v2/filters/keywords/${word.id}`;
    expect(await s.app.priya.put(one, { keyword: "day", whole_word: false })).toEqual({
      id: word.id,
      keyword: "day",
      whole_word: false,
    });
    expect(await s.app.priya.get(`/api/v2/filters/${id}/keywords`)).toHaveLength(1);
    await s.app.priya.delete(one);
    expect((await s.app.priya.ask("GET", one)).status).toBe(404);
    const [boost] = await s.app.priya.get(`/api/v1/accounts/${s.open.id}/statuses`);
    const entry = await s.app.priya.post(`/api/v2/filters/${id}/statuses`, { status_id: boost.id });
    expect(entry.status_id).toBe(boost.reblog.id);
    expect((await s.app.priya.get(`/api/v1/statuses/${boost.id}`)).filtered).toMatchObject([
      { keyword_matches: null, status_matches: [entry.status_id] },
    ]);
    await s.app.priya.delete(`/api/v2/filters/statuses/${entry.id}`);
    expect(await s.app.priya.get(`/api/v2/filters/${id}/statuses`)).toEqual([]);
    const hidden = await s.app.olu.post("/api/v2/filters", { title: "X", context: ["home"] });
    const path = `/api/v2/filters/${hidden.id}/statuses`;
    expect((await s.app.olu.ask("POST", path, { status_id: s.restricted.reply })).status).toBe(404);
    for (const wrong of [
      { title: "", context: ["home"] },
      { title: "X", context: [] },
      { title: "X", context: ["nowhere"] },
      { title: "X", context: ["home"], filter_action: "shout" },
      { title: "X", context: ["home"], expires_in: -5 },
    ])
      expect((await s.app.olu.ask("POST", "/api/v2/filters", wrong)).status).toBe(422);
  });

  test("are one for each word in older apps", async () => {
    const made = await s.app.amara.post("/api/v1/filters", {
      phrase: "tried",
      context: ["home", "public"],
      irreversible: true,
      expires_in: 600,
    });
    expect(made).toMatchObject({ phrase: "tried", irreversible: true, whole_word: false });
    expect(await s.app.amara.get("/api/v1/filters")).toEqual([made]);
    const path = `/api/v1/filters/${made.id}`;
    const changed = await s.app.amara.put(path, {
      phrase: "tests",
      context: ["home"],
      whole_word: true,
      irreversible: false,
    });
    expect(changed).toMatchObject({ id: made.id, phrase: "tests", whole_word: true, irreversible: false });
    expect(await s.app.amara.get(path)).toEqual(changed);
    expect((await s.app.olu.ask("GET", path)).status).toBe(404);
    await s.app.amara.delete(path);
    expect(await s.app.amara.get("/api/v2/filters")).toEqual([]);
  });
});
