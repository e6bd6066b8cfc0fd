import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import type { Readable } from "node:stream";
import type { Result } from "../core/result.ts";
import type { AgentProblem } from "./rules.ts";

const decoders = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  br: promisify(brotliDecompress),
  // "deflate" means zlib (RFC 9110, 8.4.1.2), but some servers leave its header out.
  deflate: (data: Buffer, options: { maxOutputLength: number }) =>
    ((data[0] ?? 0) & 0x0f) === 8 ? promisify(inflate)(data, options) : promisify(inflateRaw)(data, options),
};

const isKnown = (name: string): name is keyof typeof decoders => Object.hasOwn(decoders, name);

const tooLarge = { ok: false, kind: "too-large", problem: "The answer is too large." } as const;

/** All that comes; null where that is more than `most`, and then it is ended. */
const whole = (stream: Readable, most: number): Promise<Buffer | null> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) return void chunks.push(chunk);
      resolve(null);
      stream.destroy();
    });
    stream.on("end", () => resolve(Buffer.concat(chunks)));
    stream.on("error", reject);
    stream.on("close", () => reject(new Error("The answer was cut short")));
  });

/** Reads a body of at most `maxBytes`, both as it came over the wire and once decompressed. */
export async function readBody(
  stream: Readable,
  encoding: string | null,
  maxBytes: number,
): Promise<Result<Uint8Array, AgentProblem>> {
  const body = await whole(stream, maxBytes);
  if (!body) return tooLarge;
  const name = encoding?.trim().toLowerCase() ?? "";
  if (!name || name === "identity" || !body.length) return { ok: true, value: body };
  if (!isKnown(name))
    return { ok: false, kind: "invalid", problem: "The answer is compressed in an unknown way." };
  try {
    return { ok: true, value: await decoders[name](body, { maxOutputLength: maxBytes }) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return tooLarge;
    return { ok: false, kind: "invalid", problem: "The answer is damaged." };
  }
}
