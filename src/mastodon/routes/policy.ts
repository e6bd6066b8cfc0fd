import { forMembers } from "../../apps/index.ts";
import { parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import {
  changePolicy,
  type Choice,
  decideFiltered,
  filtered,
  type FilteredBy,
  type Policy,
  policyOf,
} from "../../notifications/index.ts";
import { parameters, type Request, type Web } from "../../web/index.ts";
import { type Api, apiOf, date } from "../api.ts";
import { idsIn } from "../input.ts";
import { accountsById } from "../queries/accounts.ts";
import { statusesById } from "../queries/statuses.ts";

const names: Record<string, keyof Policy> = {
  not_following: "forNotFollowing",
  not_followers: "forNotFollowers",
  new_accounts: "forNewAccounts",
  private_mentions: "forPrivateMentions",
  limited_accounts: "forLimitedAccounts",
};

/** Mastodon's NotificationPolicy, as it has been since 4.3, and as it was in its second version of the API before. */
async function shown(api: Api, policy: Policy, old: boolean) {
  const waiting = await filtered(api.ctx);
  const summary = {
    pending_requests_count: waiting.length,
    pending_notifications_count: waiting.reduce((sum, { notifications }) => sum + notifications, 0),
  };
  const all = Object.entries(names).map(([name, key]) => [name, policy[key]] as const);
  return old
    ? { ...Object.fromEntries(all.map(([name, choice]) => [`filter_${name}`, choice !== "accept"])), summary }
    : { ...Object.fromEntries(all.map(([name, choice]) => [`for_${name}`, choice])), summary };
}

async function changesIn(c: Request, old: boolean): Promise<Partial<Policy>> {
  const given = await parameters(c);
  const changes: Partial<Policy> = {};
  for (const [name, key] of Object.entries(names)) {
    const value = given[old ? `filter_${name}` : `for_${name}`];
    if (old && value !== undefined)
      changes[key] = [true, "true", "1", 1].includes(value as string) ? "filter" : "accept";
    else if (["accept", "filter", "drop"].includes(value as string)) changes[key] = value as Choice;
  }
  return changes;
}

/** Mastodon's NotificationRequest: somebody whose notifications are kept apart, by their own id. */
async function requests(api: Api, rows: FilteredBy[]) {
  const accounts = await accountsById(
    api,
    rows.map(({ actorId }) => actorId),
  );
  const about = rows.flatMap(({ contentId }) => (contentId === null ? [] : [contentId]));
  const statuses = new Map((await statusesById(api, about)).map((one) => [Number(one.id), one]));
  return rows.flatMap(({ actorId, notifications, first, latest, contentId }) => {
    const account = accounts.get(actorId);
    if (!account) return [];
    return {
      id: String(actorId),
      created_at: date(first),
      updated_at: date(latest),
      notifications_count: String(notifications),
      account,
      last_status: (contentId !== null && statuses.get(contentId)) || null,
    };
  });
}

/** Whose notifications are looked through first, and those that wait for it. */
export function policyRoutes(app: Web): void {
  const read = forMembers("read:notifications");
  const write = forMembers("write:notifications");
  for (const [path, old] of [
    ["/api/v1/notifications/policy", true],
    ["/api/v2/notifications/policy", false],
  ] as const) {
    app.get(path, read, async (c) => {
      const api = await apiOf(c);
      return c.json(await shown(api, await policyOf(api.ctx), old));
    });
    const change = async (c: Request) => {
      const api = await apiOf(c);
      return c.json(await shown(api, await changePolicy(api.ctx, await changesIn(c, old)), old));
    };
    app.put(path, write, change);
    app.patch(path, write, change);
  }

  const base = "/api/v1/notifications/requests";
  app.get(base, read, async (c) => {
    const api = await apiOf(c);
    return c.json(await requests(api, await filtered(api.ctx)));
  });
  app.get(`${base}/merged`, read, (c) => c.json({ merged: true }));
  app.get(`${base}/:id`, read, async (c) => {
    const api = await apiOf(c);
    const [found] = await requests(api, await filtered(api.ctx, parseId(c.req.param("id")) ?? 0));
    if (!found) throw notFound();
    return c.json(found);
  });
  for (const [name, accept] of [
    ["accept", true],
    ["dismiss", false],
  ] as const) {
    app.post(`${base}/${name}`, write, async (c) => {
      for (const id of idsIn((await parameters(c)).id)) await decideFiltered(c.var.ctx, id, accept);
      return c.json({});
    });
    app.post(`${base}/:id/${name}`, write, async (c) => {
      await decideFiltered(c.var.ctx, parseId(c.req.param("id")) ?? 0, accept);
      return c.json({});
    });
  }
}
