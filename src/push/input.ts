import { ECDH } from "node:crypto";
import { z } from "zod";

/** base64 of either alphabet, with or without its end, as base64url. */
const bytes = z
  .string()
  .max(300)
  .transform((text) => Buffer.from(text, "base64url"));

/** A point of P-256 in full: anything else could not be encrypted for. */
function isPoint(key: Buffer): boolean {
  if (key.length !== 65 || key[0] !== 4) return false;
  try {
    ECDH.convertKey(key, "prime256v1", undefined, undefined, "uncompressed");
    return true;
  } catch {
    return false;
  }
}

const yes = z
  .union([z.boolean(), z.string(), z.number()])
  .nullish()
  .transform((value) => [true, 1, "true", "1", "on", "t"].includes(value ?? false));

/** What an app wants to be told of, by Mastodon's names. Other names are let be. */
export const alertNames = [
  "mention",
  "status",
  "reblog",
  "follow",
  "follow_request",
  "favourite",
  "poll",
  "update",
  "quote",
  "quoted_update",
  "admin.sign_up",
  "admin.report",
] as const;
export type AlertName = (typeof alertNames)[number];

const alerts = z
  .partialRecord(z.enum(alertNames), yes)
  .nullish()
  .transform((given) =>
    Object.fromEntries(alertNames.filter((name) => given?.[name]).map((name) => [name, true])),
  );

export const policies = ["all", "followed", "follower", "none"] as const;

export const dataInput = z
  .object({
    alerts: z.preprocess(knownAlerts, alerts),
    policy: z.enum(policies).nullish().catch("all"),
  })
  .nullish()
  .transform((given) => ({ alerts: given?.alerts ?? {}, policy: given?.policy ?? ("all" as const) }));

function knownAlerts(given: unknown): unknown {
  if (typeof given !== "object" || given === null) return {};
  const held = given as Record<string, unknown>;
  return Object.fromEntries(
    alertNames.filter((name) => Object.hasOwn(held, name)).map((name) => [name, held[name]]),
  );
}

const wrong = "subscription must have an endpoint and keys";

/** Where and how an app wants to be told (Mastodon: POST /api/v1/push/subscription). */
export const subscriptionInput = z.object({
  subscription: z.object(
    {
      endpoint: z
        .string({ error: wrong })
        .max(2000)
        .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), {
          error: "endpoint must be a web address",
        }),
      keys: z.object(
        {
          p256dh: bytes.refine(isPoint, { error: "p256dh must be a public key of the curve P-256" }),
          auth: bytes.refine((key) => key.length === 16, { error: "auth must have 16 bytes" }),
        },
        { error: wrong },
      ),
      standard: yes,
    },
    { error: wrong },
  ),
  data: dataInput,
});
export type SubscriptionInput = z.output<typeof subscriptionInput>;
export type DataInput = z.output<typeof dataInput>;
