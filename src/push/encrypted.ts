import type { AgentRequest } from "../agent/index.ts";
import type { Subscription } from "./operations.ts";

/** How long a message waits for a device that is off, in seconds. */
const holds = 48 * 60 * 60;

export interface Sender {
  publicKey: string;
  privateKey: string;
  /** A web or mail address, for whoever runs the push service (RFC 8292, 2.1). */
  subject: string;
}

/**
 * A message as its push service takes it: encrypted for the app alone (RFC 8291, or the draft before it that Mastodon
 * began with) and signed with our key (RFC 8292).
 *
 * @throws where the app's key cannot be encrypted for
 */
export async function encrypted(
  { endpoint, p256dh, auth, standard }: Subscription,
  payload: string,
  sender: Sender,
): Promise<{ url: string; request: AgentRequest }> {
  // Loaded when the first message is sent: a server without apps has no use for it.
  const { default: webPush } = await import("web-push");
  const { body, headers } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
    vapidDetails: sender,
    TTL: holds,
    urgency: "normal",
    contentEncoding: standard ? "aes128gcm" : "aesgcm",
  });
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  const sent = texts.filter(([name]) => name!.toLowerCase() !== "content-length");
  return {
    url: endpoint,
    request: {
      method: "POST",
      headers: Object.fromEntries(sent) as Record<string, string>,
      body: new Uint8Array(body),
    },
  };
}
