import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below those that a system gives to connections which go out (Linux from 32768 on): a port that a server leaves for a
 * moment, because it is about to start or start again, goes to nobody else meanwhile.
 */
const [lowest, highest] = [20_000, 32_000];
/** Each worker begins elsewhere, and comes back to a port only when it has been through all. */
let next = randomInt(lowest, highest);

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });

/** A port nobody uses, and nobody is given without asking for it. */
export async function freePort(): Promise<number> {
  for (let tried = lowest; tried < highest; tried++) {
    const port = next;
    next = next + 1 < highest ? next + 1 : lowest;
    if (await isFree(port)) return port;
  }
  throw new Error("No port is free");
}
