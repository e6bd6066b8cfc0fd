import { BlockList, isIP } from "node:net";

/**
 * IPv4 blocks that no other organisation's server can have: the IANA special-purpose registry (RFC 6890 and its
 * successors), multicast and the reserved top.
 */
const closed4 = block("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
]);

/** IPv6: only global unicast (2000::/3) is ever open, and these parts of it are not. */
const global6 = block("ipv6", [["2000::", 3]]);
const closed6 = block("ipv6", [
  ["2001::", 23], // protocol assignments, among them Teredo and ORCHID
  ["2001:db8::", 32],
  ["2002::", 16], // 6to4: carries any IPv4 address inside
  ["3fff::", 20],
]);

/** NAT64 (RFC 6052): how a host with IPv6 only reaches IPv4, so the address inside decides. */
const nat64 = block("ipv6", [["64:ff9b::", 96]]);
const mapped = block("ipv6", [["::ffff:0:0", 96]]);

/**
 * Whether an address, in any spelling that the operating system or DNS returns, belongs to the public internet.
 * Everything that is not clearly public is not.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed4.check(address, "ipv4");
  if (family !== 6 || address.includes("%")) return false;
  if (mapped.check(address, "ipv6") || nat64.check(address, "ipv6"))
    return isPublicAddress(embedded4(address));
  return global6.check(address, "ipv6") && !closed6.check(address, "ipv6");
}

/** The IPv4 address in the last 32 bits. */
function embedded4(address: string): string {
  const dotted = /(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dotted) return dotted[1]!;
  // The URL parser writes every IPv6 address in its one canonical form.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const groups = canonical.split("::").map((part) => (part ? part.split(":") : []));
  const missing = 8 - groups.reduce((sum, part) => sum + part.length, 0);
  const all = groups.length === 2 ? [...groups[0]!, ...Array(missing).fill("0"), ...groups[1]!] : groups[0]!;
  const [high, low] = all.slice(6).map((group) => parseInt(group, 16)) as [number, number];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

function block(family: "ipv4" | "ipv6", subnets: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
