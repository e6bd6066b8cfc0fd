import { BlockList, isIP } from "node:net";

function listOf(trusted: string[]): BlockList {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits) list.addSubnet(address, Number(bits), family);
    else list.addAddress(address, family);
  }
  return list;
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "").trim();

/**
 * The visitor's own address. `X-Forwarded-For` counts only as far as each hop, read from the right, is a trusted proxy.
 *
 * @param peer the address at the other end of the connection
 * @param trusted addresses or networks (`10.0.0.0/8`) of proxies
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  trusted: string[],
): string {
  let address = plain(peer ?? "");
  if (trusted.length === 0 || !forwarded) return address;
  const list = listOf(trusted);
  const hops = forwarded.split(",").map(plain);
  while (hops.length > 0 && isIP(address) && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4")) {
    const next = hops.pop()!;
    if (!isIP(next)) break;
    address = next;
  }
  return address;
}
