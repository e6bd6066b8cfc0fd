import type { Sealer } from "../../push/index.ts";
import type { Web } from "../../web/index.ts";
import { apiOf } from "../api.ts";
import { instance, oldInstance } from "../entities/instance.ts";
import { instanceFacts } from "../queries/instance.ts";
import { drawn } from "../pictures.ts";

export interface Own {
  version: string;
  vapidKey: string;
  /** Encrypts the tokens of apps that are to be woken up. */
  sealer: Sealer;
}

/** What the instance is, for apps that are about to sign in. */
export function instanceRoutes(app: Web, own: Own): void {
  app.get("/api/v2/instance", async (c) => {
    const api = await apiOf(c);
    return c.json(instance(api, await instanceFacts(api, own)));
  });
  app.get("/api/v1/instance", async (c) => {
    const api = await apiOf(c);
    return c.json(oldInstance(api, await instanceFacts(api, own)));
  });
  app.get("/api/v1/instance/rules", (c) => c.json([]));

  // Pictures for whoever has none: apps want an address, and most read no SVG.
  app.get("/api/pictures/:name", async (c) => {
    const picture = await drawn(c.req.param("name"));
    if (!picture) return c.notFound();
    return c.body(picture, 200, { "content-type": "image/png", "cache-control": "public, max-age=86400" });
  });
}
