import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { Web } from "./web/index.ts";

export interface Assets {
  names: { css: string; js: string };
  routes(app: Web): void;
}

const types: Record<string, string> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

interface Asset {
  type: string;
  plain: Uint8Array<ArrayBuffer>;
  /** Made when it is asked for first: a start does not wait for it. */
  brotli?: Uint8Array<ArrayBuffer>;
}

const compressed = (asset: Asset): Uint8Array<ArrayBuffer> =>
  (asset.brotli ??= new Uint8Array(
    brotliCompressSync(asset.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  ));

/** What `scripts/build-assets.mjs` made, held in memory. Names carry a hash of the content, so they are kept for a year. */
export function assets(root: string): Assets {
  const folder = join(root, "dist", "assets");
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<string, string>;
  const held = new Map<string, Asset>();
  for (const name of [...Object.values(manifest), "favicon.svg"]) {
    const plain = new Uint8Array(readFileSync(join(folder, name)));
    held.set(name, { type: types[name.split(".").pop()!] ?? "application/octet-stream", plain });
  }
  const path = (name: string) => `/assets/${manifest[name] ?? name}`;

  return {
    names: { css: path("tombolo.css"), js: path("main.js") },
    routes(app) {
      app.get("/assets/:name", (c) => {
        const asset = held.get(c.req.param("name"));
        if (!asset) return c.notFound();
        const brotli = /\bbr\b/.test(c.req.header("accept-encoding") ?? "");
        return c.body(brotli ? compressed(asset) : asset.plain, 200, {
          "content-type": asset.type,
          "cache-control": "public, max-age=31536000, immutable",
          vary: "accept-encoding",
          "x-content-type-options": "nosniff",
          ...(brotli ? { "content-encoding": "br" } : {}),
        });
      });
    },
  };
}
