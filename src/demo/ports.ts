import { createServer } from "node:net";

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });

/** So many ports that nobody uses, from `base` upwards. */
export async function freePorts(base: number, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let port = base; found.length < count; port++) {
    if (port > 65_535) throw new Error(`No ports are free from ${base} upwards`);
    if (await isFree(port)) found.push(port);
  }
  return found;
}
