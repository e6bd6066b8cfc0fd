import { eq } from "drizzle-orm";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { actor } from "../../db/index.ts";
import { client } from "../rig.ts";
import { tokenFor } from "./sign-in.ts";
import { appOf, type Thing } from "./app.ts";
import { useScene } from "./scene.ts";

const s = useScene();

describe("one's own account", () => {
  test("is changed by an app: name, words, picture, fields and what one's posts begin with", async () => {
    const path = "/api/v1/accounts/update_credentials";
    const me = await s.app.olu.patch(path, {
      display_name: "Dr Olu Outside",
      note: "I listen.\n\n<b>Ask</b>",
      locked: true,
      discoverable: true,
      fields_attributes: {
        0: { name: "Job", value: "Porter" },
        1: { name: "Organisation", value: "North Trust" },
        2: { name: "Languages", value: "Yoruba & English" },
        3: { name: "", value: "" },
      },
      source: { privacy: "unlisted", sensitive: "true", language: "cy" },
    });
    expect(me).toMatchObject({ display_name: "Dr Olu Outside", locked: true, discoverable: true });
    expect(me.source).toMatchObject({
      note: "I listen.\n\n<b>Ask</b>",
      privacy: "unlisted",
      sensitive: true,
      language: "cy",
    });
    expect(me.source.fields).toEqual([
      { name: "Job", value: "Porter", verified_at: null },
      { name: "Organisation", value: "North Trust", verified_at: null },
      { name: "Languages", value: "Yoruba & English", verified_at: null },
    ]);
    expect(me.fields.at(-1).value).toBe("Yoruba &amp; English");
    const [row] = await s.north.store.db.select().from(actor).where(eq(actor.id, s.olu.id));
    expect([row!.job, row!.organisation]).toEqual(["Porter", null]);
    expect(await s.app.olu.get("/api/v1/preferences")).toMatchObject({
      "posting:default:visibility": "unlisted",
      "posting:default:sensitive": true,
      "posting:default:language": "cy",
    });
    // What is left out stays.
    const again = await s.app.olu.patch(path, { note: "Less." });
    expect(again).toMatchObject({ display_name: "Dr Olu Outside", source: { privacy: "unlisted" } });
    expect(again.source.fields).toHaveLength(3);
    for (const wrong of [
      { display_name: "" },
      { display_name: "12" },
      { bot: true },
      { note: "x".repeat(600) },
      { source: { privacy: "everybody" } },
      { source: { language: "Klingon" } },
      { fields_attributes: Array.from({ length: 20 }, (_, n) => ({ name: `N${n}`, value: "V" })) },
    ])
      expect((await s.app.olu.ask("PATCH", path, wrong)).status).toBe(422);
  });

  test("has a picture that an app sends, and takes away", async () => {
    const bytes = await sharp({ create: { width: 20, height: 20, channels: 3, background: "#005eb8" } })
      .png()
      .toBuffer();
    const form = new FormData();
    form.append("avatar", new File([new Uint8Array(bytes)], "me.png", { type: "image/png" }));
    const whole = new Response(form);
    const answer = await s.app.olu.ask("GET", "/api/v1/accounts/verify_credentials");
    const before = answer.json<Thing>().avatar as string;
    const sent = await client(s.north.origin).send(
      "PATCH",
      "/api/v1/accounts/update_credentials",
      Buffer.from(await whole.arrayBuffer()),
      { "content-type": whole.headers.get("content-type")!, authorization: `Bearer ${s.app.olu.token}` },
    );
    expect(sent.status).toBe(200);
    const { avatar } = sent.json<Thing>();
    expect(avatar).toMatch(/\/media\/\d+$/);
    // Apps of other sites may look into it.
    const shown = await client(s.north.origin).get(new URL(avatar).pathname);
    expect([shown.status, shown.headers["access-control-allow-origin"]]).toEqual([200, "*"]);
    expect((await s.app.olu.delete("/api/v1/profile/avatar")).avatar).toBe(before);
  });

  test("needs the scope that each thing is of", async () => {
    const token = await tokenFor(s.north, s.olu, "read:statuses");
    const app = appOf(s.north.origin, token);
    for (const [method, path] of [
      ["PATCH", "/api/v1/accounts/update_credentials"],
      ["GET", "/api/v1/bookmarks"],
      ["GET", "/api/v1/mutes"],
      ["POST", `/api/v1/accounts/${s.priya.id}/block`],
      ["GET", "/api/v2/filters"],
      ["POST", "/api/v1/lists"],
    ] as const)
      expect((await app.ask(method, path, method === "GET" ? undefined : {})).status).toBe(403);
  });
});
