import { lookup as systemLookup } from "node:dns/promises";
import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import type { Result } from "../core/result.ts";
import { isPublicAddress } from "./addresses.ts";

export type AgentProblem = "refused" | "unreachable" | "timeout" | "too-large" | "redirects" | "invalid";

/** What the agent may reach. Tests replace single rules; nothing else does. */
export interface Rules {
  plainHttp: boolean;
  anyPort: boolean;
  /** Judges the very address that the socket will be connected to. */
  mayConnect(address: string): boolean;
  resolve(hostname: string): Promise<LookupAddress[]>;
}

/**
 * @param allowPrivateAddresses for a closed network, such as the demo on one machine: plain HTTP, any port and any
 *   address. `localhost` and every name below it are 127.0.0.1 then (RFC 6761), which few resolvers know.
 */
export function rulesFor(allowPrivateAddresses: boolean): Rules {
  return {
    plainHttp: allowPrivateAddresses,
    anyPort: allowPrivateAddresses,
    mayConnect: allowPrivateAddresses ? () => true : isPublicAddress,
    resolve: async (hostname) =>
      isLocalhost(hostname)
        ? [{ address: "127.0.0.1", family: 4 }]
        : await systemLookup(hostname, { all: true, verbatim: true }),
  };
}

const isLocalhost = (hostname: string): boolean =>
  hostname === "localhost" || hostname.endsWith(".localhost");

/** Thrown inside a connection attempt, and turned into a problem by the agent. */
export class RefusedAddress extends Error {}

/** Checks an address of the web before anything is resolved or opened. */
export function checkUrl(text: string, rules: Rules): Result<URL, AgentProblem> {
  const refused = (problem: string): Result<URL, AgentProblem> => ({ ok: false, kind: "refused", problem });
  const url = URL.parse(text);
  if (!url) return { ok: false, kind: "invalid", problem: "This is not a web address." };
  if (url.protocol !== "https:" && !(url.protocol === "http:" && rules.plainHttp))
    return refused("Only addresses that start with https:// can be reached.");
  if (url.username || url.password) return refused("An address must not contain a user name or password.");
  if (url.port && url.port !== "80" && url.port !== "443" && !rules.anyPort)
    return refused("This port cannot be reached.");
  // The parser has turned decimal, octal, hexadecimal and short spellings into dotted ones by now.
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal)) {
    if (!rules.mayConnect(literal)) return refused("This is an address in a private network.");
  } else if (isLocalhost(hostOf(url)) && !rules.mayConnect("127.0.0.1"))
    return refused("This is an address in a private network.");
  return { ok: true, value: url };
}

/** The host name without the full stop that DNS allows at its end. */
const hostOf = (url: URL): string => url.hostname.replace(/\.$/, "");

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * The `lookup` of every socket: it resolves, checks, and hands over checked addresses only. As the socket connects to
 * what this returns, a name that resolves to something else a moment later (DNS rebinding) changes nothing.
 */
export function checkedLookup(rules: Rules) {
  return (hostname: string, options: { all?: boolean; family?: unknown }, done: LookupCallback): void => {
    void (async () => {
      try {
        const found = await rules.resolve(hostname.replace(/\.$/, ""));
        const open = found.filter(({ address }) => rules.mayConnect(address));
        if (!open.length) done(new RefusedAddress("This name leads to an address in a private network."), []);
        else if (options.all) done(null, open);
        else done(null, open[0]!.address, open[0]!.family);
      } catch (error) {
        done(error as NodeJS.ErrnoException, []);
      }
    })();
  };
}
