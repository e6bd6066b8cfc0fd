import { type Check, listOf, object, oneOf, optional, orNull } from "./decoder-checks.ts";
import { account, status } from "./decoder-entities.ts";
import { address, count, id, text, yesNo } from "./decoder-values.ts";
import { alsoKnow } from "./decoder.ts";

/** What an app asks for before anybody has signed in with it, and addresses that have nothing to say. */
const application = {
  id,
  name: text,
  website: orNull(address),
  scopes: listOf(text),
  redirect_uris: listOf(text),
};

const holds =
  (check: Check, what: string, is: (value: never) => boolean): Check =>
  (value, at) => {
    const wrong = check(value, at);
    return wrong.length > 0 || is(value as never) ? wrong : [`${at}: ${what}`];
  };

const metadata = object({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  revocation_endpoint: address,
  userinfo_endpoint: address,
  app_registration_endpoint: address,
  scopes_supported: holds(listOf(text), "lacks a scope that every app asks for", (all: string[]) =>
    ["read", "write", "follow", "push"].every((scope) => all.includes(scope)),
  ),
  response_types_supported: listOf(oneOf("code")),
  grant_types_supported: listOf(oneOf("authorization_code", "client_credentials")),
  code_challenge_methods_supported: listOf(oneOf("S256")),
});

const nodeinfo = object({
  version: oneOf("2.0", "2.1"),
  software: object({ name: oneOf("tombolo"), version: text }),
  protocols: listOf(oneOf("activitypub")),
  usage: object({ users: object({ total: count }) }),
  openRegistrations: yesNo,
  // megalodon throws without it.
  metadata: object({ upstream: object({ name: oneOf("mastodon") }) }),
});

const emptied: Check = (value, at) => (JSON.stringify(value) === "{}" ? [] : [`${at}: is not empty`]);

alsoKnow([
  [/^\/api\/v1\/apps$/, object({ ...application, client_id: text, client_secret: text })],
  [/^\/api\/v1\/apps\/verify_credentials$/, object(application)],
  [
    /^\/oauth\/token$/,
    object({ access_token: text, token_type: oneOf("Bearer"), scope: text, created_at: count }),
  ],
  [/^\/oauth\/revoke$/, emptied],
  [
    /^\/oauth\/userinfo$/,
    object({
      iss: address,
      sub: address,
      name: text,
      preferred_username: text,
      profile: address,
      picture: address,
    }),
  ],
  [/^\/\.well-known\/oauth-authorization-server$/, metadata],
  [/^\/\.well-known\/nodeinfo$/, object({ links: listOf(object({ rel: address, href: address })) })],
  [/^\/nodeinfo\/2\.[01]$/, nodeinfo],
  [/^\/api\/v1\/instance\/rules$/, listOf(object({ id: text, text }))],
  [/^\/api\/v1\/custom_emojis$/, listOf(object({ shortcode: text, url: address, static_url: address }))],
  [/^\/api\/v1\/accounts\/search$/, listOf(account)],
  [/^\/api\/v1\/statuses\/\d+\/quotes$/, listOf(status)],
  [/^\/api\/v[12]\/notifications\/unread_count$/, object({ count })],
  [/^\/api\/v1\/notifications\/requests\/merged$/, object({ merged: yesNo })],
  [/^\/api\/v2\/notifications\/[\w-]+\/accounts$/, listOf(account)],
  [/^\/api\/v1\/notifications\/requests\/(\d+\/)?(accept|dismiss)$/, emptied],
  [/^\/api\/v[12]\/notifications\/(clear|[\w-]+\/dismiss)$/, emptied],
  [/^\/api\/v1\/featured_tags\/\d+$/, emptied],
  [/^\/api\/v1\/conversations\/\d+$/, emptied],
]);

/** Errors of OAuth have names of their own (RFC 6749, 5.2). */
export const oauthError = object({
  error: oneOf(
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
  ),
  error_description: optional(text),
});
