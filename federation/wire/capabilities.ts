import type { JsonObject } from "./json.ts";

/** The name of HTTP message signatures among capabilities (FEP-844e). */
export const rfc9421 = "https://datatracker.ietf.org/doc/html/rfc9421";

/** What this program can do that nobody would guess from its actors (FEP-844e). */
export const capabilities: JsonObject[] = [
  { type: "Link", href: rfc9421, name: "RFC-9421: HTTP Message Signatures" },
];
