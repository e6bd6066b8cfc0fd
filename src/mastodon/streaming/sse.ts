import { streamSSE } from "hono/streaming";
import { tokenIn } from "../../apps/index.ts";
import { signedIn } from "../../context.ts";
import { notFound, Refusal } from "../../core/refusal.ts";
import type { Web } from "../../web/index.ts";
import type { Hub } from "./hub.ts";
import { keyOf, mayListen, type Message, streamOf } from "./streams.ts";

/** Milliseconds between signs of life, so that no proxy on the way closes a quiet stream. */
const heartbeat = 15_000;
const mostWaiting = 1000;

/** Streaming as server-sent events: one stream a request, `/api/v1/streaming/public/local`. */
export function sseRoutes(app: Web, hub: Hub): void {
  app.get("/api/v1/streaming/health", (c) => c.text("OK"));

  app.get("/api/v1/streaming/:name{.+}", (c) => {
    const { id: personId } = signedIn(c.var.ctx);
    const { scopes } = c.var.grant!;
    const { list, tag } = c.req.query();
    const stream = streamOf({ stream: c.req.param("name").replaceAll("/", ":"), list, tag });
    if (!stream) throw notFound();
    if (!mayListen(scopes, stream)) {
      throw new Refusal("forbidden", "This action is outside the authorized scopes");
    }
    const waiting: Message[] = [];
    let wake = () => {};
    let open = true;
    const end = () => {
      open = false;
      wake();
    };
    const leave = hub.listen({
      personId,
      token: tokenIn(c)!,
      scopes,
      streams: new Map([[keyOf(stream), stream]]),
      send(message) {
        if (waiting.push(message) > mostWaiting) end();
        wake();
      },
      end,
    });
    c.header("cache-control", "private, no-store");
    // Proxies would gather what is to be there at once.
    c.header("x-accel-buffering", "no");
    return streamSSE(c, async (out) => {
      out.onAbort(end);
      try {
        await out.write(":)\n");
        while (open) {
          const message = waiting.shift();
          if (message) await out.writeSSE({ event: message.event, data: message.payload });
          else {
            const { promise, resolve } = Promise.withResolvers<void>();
            const beat = setTimeout(resolve, heartbeat);
            wake = resolve;
            if (waiting.length === 0 && open) await promise;
            clearTimeout(beat);
            if (waiting.length === 0 && open) await out.write(":thump\n");
          }
        }
      } finally {
        leave();
      }
    });
  });
}
