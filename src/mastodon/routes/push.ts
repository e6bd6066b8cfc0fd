import { forMembers, tokenIn } from "../../apps/index.ts";
import {
  alertNames,
  changeSubscription,
  dataInput,
  subscribe,
  type Subscription,
  subscriptionInput,
  subscriptionOf,
  unsubscribe,
} from "../../push/index.ts";
import { check, parameters, type Request, type Web } from "../../web/index.ts";
import { taken } from "../input.ts";
import type { Own } from "./instance.ts";

/** Mastodon's WebPushSubscription. */
const shown = ({ id, endpoint, standard, alerts, policy }: Subscription, serverKey: string) => ({
  id: String(id),
  endpoint,
  standard,
  // Each by its name, whether an app asked for it or not.
  alerts: Object.fromEntries(alertNames.map((name) => [name, alerts[name] ?? false])),
  policy,
  server_key: serverKey,
});

const tokenHash = (c: Request): string => c.var.grant!.tokenHash;

/** Waking up apps: each token has one place where it is told. */
export function pushRoutes(app: Web, { vapidKey, sealer }: Own): void {
  const path = "/api/v1/push/subscription";
  const allowed = forMembers("push");

  app.post(path, allowed, async (c) => {
    const input = await taken(c, subscriptionInput);
    const token = { hash: tokenHash(c), sealed: sealer.seal(tokenIn(c)!) };
    return c.json(shown(await subscribe(c.var.ctx, token, input), vapidKey));
  });

  app.get(path, allowed, async (c) => c.json(shown(await subscriptionOf(c.var.ctx, tokenHash(c)), vapidKey)));

  const change = async (c: Request) => {
    const data = check(dataInput, (await parameters(c)).data);
    return c.json(shown(await changeSubscription(c.var.ctx, tokenHash(c), data), vapidKey));
  };
  app.put(path, allowed, change);
  app.patch(path, allowed, change);

  app.delete(path, allowed, async (c) => {
    await unsubscribe(c.var.ctx, tokenHash(c));
    return c.json({});
  });
}
