import type { IncomingMessage } from "node:http";
import type { Request } from "../../src/web/index.ts";

/** The bytes as Node has them: a stream of the web made of them costs more than all else at the door but the signature. */
function fromNode(incoming: IncomingMessage, limit: number): Promise<Buffer | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | null>();
  const chunks: Buffer[] = [];
  let length = 0;
  const take = (chunk: Buffer) => {
    length += chunk.byteLength;
    if (length <= limit) return void chunks.push(chunk);
    // The rest is thrown away by whoever answers.
    incoming.off("data", take).pause();
    resolve(null);
  };
  incoming.on("data", take);
  incoming.once("end", () => resolve(Buffer.concat(chunks)));
  incoming.once("close", () => reject(new Error("The body was cut short")));
  incoming.on("error", reject);
  if (incoming.destroyed) reject(incoming.errored);
  return promise;
}

async function fromWeb(body: AsyncIterable<Uint8Array> | null, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The body of a request, or null where it is longer, whatever its header said. Rejects where it does not come whole.
 */
export function bodyOf(c: Request, limit: number): Promise<Buffer | null> {
  // Without a server before us, as between instances in one process, there is only the web's.
  const { incoming } = (c.env ?? {}) as Partial<Request["env"]>;
  return incoming ? fromNode(incoming, limit) : fromWeb(c.req.raw.body, limit);
}
