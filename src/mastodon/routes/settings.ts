import { forAnyone, forMembers } from "../../apps/index.ts";
import { parseId } from "../../core/id.ts";
import { type Parameter, parameters, type Web } from "../../web/index.ts";
import { apiOf } from "../api.ts";
import { list } from "../input.ts";
import { markersOf, setMarker, timelines } from "../queries/markers.ts";

const readId = (value: Parameter): string | undefined => {
  const id = value && typeof value === "object" && "last_read_id" in value ? value.last_read_id : undefined;
  return typeof id === "string" || typeof id === "number" ? String(id) : undefined;
};

/** How far one has read, and lists of what there is none of here yet. */
export function settingRoutes(app: Web): void {
  app.get("/api/v1/markers", forMembers("read:statuses"), async (c) => {
    const { notifications, home } = await markersOf(await apiOf(c));
    const asked = list((await parameters(c)).timeline);
    return c.json({ notifications, ...(home && asked.includes("home") ? { home } : {}) });
  });

  app.post("/api/v1/markers", forMembers("write:statuses"), async (c) => {
    const api = await apiOf(c);
    const given = await parameters(c);
    for (const timeline of timelines) {
      const id = parseId(readId(given[timeline]));
      if (id !== null) await setMarker(api, timeline, id);
    }
    return c.json(await markersOf(api));
  });

  for (const path of ["custom_emojis", "announcements"])
    app.get(`/api/v1/${path}`, forAnyone("read"), (c) => c.json([]));
}
