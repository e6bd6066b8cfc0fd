import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const api = (version: string, all: string): string[] =>
  all
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [method, ...paths] = line.trim().split(/\s+/);
      return paths.map((path) => `${method} /api/${version}/${path}`);
    });

/** What every app asks for at sign-in and at home. */
export const signInAndHome: string[] = [
  "GET /.well-known/host-meta",
  "GET /.well-known/nodeinfo",
  "GET /nodeinfo/2.0",
  "GET /.well-known/oauth-authorization-server",
  "GET /oauth/authorize",
  "POST /oauth/authorize",
  "POST /oauth/token",
  "POST /oauth/revoke",
  ...api(
    "v1",
    `GET instance apps/verify_credentials accounts/verify_credentials preferences timelines/home
     POST apps
     GET accounts/:id statuses/:id
     GET custom_emojis followed_tags lists announcements follow_requests notifications markers conversations filters`,
  ),
  ...api("v2", "GET instance filters"),
];

/** What people do with apps every day. */
export const everyDay: string[] = [
  ...api(
    "v1",
    `POST statuses
     GET statuses/:id statuses/:id/context statuses/:id/source statuses/:id/history
     GET statuses/:id/favourited_by statuses/:id/reblogged_by
     PUT statuses/:id
     DELETE statuses/:id
     POST statuses/:id/favourite statuses/:id/unfavourite statuses/:id/reblog statuses/:id/unreblog
     POST statuses/:id/bookmark statuses/:id/unbookmark
     GET accounts/:id/statuses accounts/:id/followers accounts/:id/following accounts/:id/lists
     GET accounts/:id/featured_tags
     POST accounts/:id/follow accounts/:id/unfollow accounts/:id/mute accounts/:id/unmute
     POST accounts/:id/block accounts/:id/unblock
     GET accounts/relationships accounts/lookup accounts/search accounts/familiar_followers
     PATCH accounts/update_credentials
     PUT accounts/update_credentials
     GET timelines/public timelines/tag/:name timelines/list/:id
     GET lists lists/:id lists/:id/accounts
     POST lists lists/:id/accounts
     PUT lists/:id
     DELETE lists/:id lists/:id/accounts
     GET notifications notifications/:id
     POST notifications/clear notifications/:id/dismiss
     GET markers
     POST markers
     POST media
     GET media/:id
     PUT media/:id
     GET polls/:id
     POST polls/:id/votes
     GET bookmarks favourites mutes blocks follow_requests
     POST follow_requests/:id/authorize follow_requests/:id/reject
     GET tags/:name
     POST tags/:name/follow tags/:name/unfollow
     GET conversations
     POST conversations/:id/read
     DELETE conversations/:id
     POST reports`,
  ),
  ...api(
    "v2",
    `GET notifications notifications/:key/accounts search
     POST media`,
  ),
  "SOCKET /api/v1/streaming",
  ..."user user/notification public public/local hashtag list direct"
    .split(" ")
    .map((stream) => `GET /api/v1/streaming/${stream}`),
];

/** Which of them an address is. */
export const tierLine = (method: string, path: string): string | undefined =>
  [...signInAndHome, ...everyDay]
    .sort((a, b) => Number(a.includes(":")) - Number(b.includes(":")))
    .find((line) => {
      const [verb, address = ""] = line.split(" ");
      return verb === method && new RegExp(`^${address.replace(/:\w+/g, "[^/]+")}$`).test(path);
    });

const file = join(import.meta.dirname, "..", "..", "..", "shared", "mastodon-api.md");

/** What the page that this list was made of names in its first two tiers, where it lies beside the project. */
export function namedOnThePage(): string[] {
  if (!existsSync(file)) return [];
  const page = readFileSync(file, "utf8");
  return ["(a)", "(b)"].flatMap((tier) => {
    const [, paragraph = ""] = page.split(`**${tier} `);
    return [...paragraph.split("\n\n")[0]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  });
}
