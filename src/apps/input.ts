import { z } from "zod";
import { isRedirect } from "./redirects.ts";
import { allKnown, scopesIn } from "./scopes.ts";

const scopes = (otherwise: string) =>
  z
    .union([z.string(), z.array(z.string()).transform((parts) => parts.join(" "))])
    .nullish()
    .transform((text) => {
      const found = scopesIn(text ?? "");
      return found.length > 0 ? found : scopesIn(otherwise);
    });

/** One address, several in one text, or a list of them. */
const redirectUris = z
  .union([z.string(), z.array(z.string())], { error: "redirect_uris is missing" })
  .transform((given) => [...new Set([given].flat().flatMap((text) => text.split(/\s+/).filter(Boolean)))])
  .refine((uris) => uris.length > 0 && uris.length <= 20, { error: "redirect_uris is missing" })
  .refine((uris) => uris.every(isRedirect), {
    error: "redirect_uris must be https, http on this machine, a scheme of the app's own, or out of band",
  });

const website = z
  .string()
  .nullish()
  .transform((text) => {
    const url = URL.parse(text?.trim() ?? "");
    return url && /^https?:$/.test(url.protocol) && url.href.length <= 500 ? url.href : null;
  });

/** How an app registers itself (Mastodon: POST /api/v1/apps). */
export const appInput = z.object({
  client_name: z
    .string({ error: "client_name is missing" })
    .trim()
    .min(1, "client_name is missing")
    .transform((text) => text.replace(/\s+/g, " ").slice(0, 60)),
  redirect_uris: redirectUris,
  scopes: scopes("read").refine(allKnown, { error: "scopes: there is one that this server does not know" }),
  website,
});
export type AppInput = z.output<typeof appInput>;

/** What an app asks a member for (RFC 6749, 4.1.1; RFC 7636, 4.3). */
export const askInput = z.object({
  client_id: z.string().max(200),
  redirect_uri: z.string().max(2000),
  response_type: z.string().default("code"),
  scope: scopes("read"),
  state: z.string().max(2000).nullish(),
  code_challenge: z.string().nullish(),
  code_challenge_method: z.string().nullish(),
});
export type AskInput = z.output<typeof askInput>;

/** How an app comes for its token (RFC 6749, 4.1.3 and 4.4.2). */
export const tokenInput = z.object({
  grant_type: z.string().default("authorization_code"),
  client_id: z.string().max(200).default(""),
  client_secret: z.string().max(200).default(""),
  code: z.string().max(200).nullish(),
  redirect_uri: z.string().max(2000).nullish(),
  code_verifier: z.string().max(200).nullish(),
  scope: scopes(""),
});
export type TokenInput = z.output<typeof tokenInput>;
