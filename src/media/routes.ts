import { parseId } from "../core/id.ts";
import type { Request, Web } from "../web/index.ts";
import type { Pictures, ServedPicture } from "./pictures.ts";

/** Whatever the reason, the same answer: nobody learns what another server said. */
const nothing = (c: Request) => c.body(null, 404, { "cache-control": "public, max-age=300" });

function picture(c: Request, found: ServedPicture | null, cacheControl: string) {
  if (!found) return nothing(c);
  return c.body(found.data, 200, {
    "content-type": found.type,
    "cache-control": cacheControl,
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": "inline",
    "x-content-type-options": "nosniff",
    // Apps in a browser come from other sites, and show faces too; some look into them, for a colour that goes along.
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
  });
}

/** Pictures: our own, and those of other servers, which no reader's browser ever asks itself. */
export function routes(app: Web, pictures: Pictures): void {
  app.get("/media/:id", async (c) => {
    const id = parseId(c.req.param("id"));
    return picture(c, id ? await pictures.byId(id) : null, "public, max-age=31536000, immutable");
  });
  app.get("/pictures/:hash", async (c) => {
    const hash = c.req.param("hash");
    const found = /^[0-9a-f]{64}$/.test(hash) ? await pictures.remote(hash) : null;
    // The address stays the same when the picture behind it changes.
    return picture(c, found, "public, max-age=86400");
  });
}
