import { isIPv6 } from "node:net";

/**
 * The network that limits count: an IPv4 address as it is, of an IPv6 address the first 64 bits, because whoever has
 * one of those addresses has all of them (RFC 6177, RFC 4291 section 2.5.1).
 */
export function networkOf(address: string): string {
  const [plain = ""] = address.split("%");
  if (!isIPv6(plain) || plain.includes(".")) return address;
  const [head = "", tail] = plain.toLowerCase().split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  const whole = tail === undefined ? before : [...before, ...zeros, ...after];
  const network = whole.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${network.join(":")}::/64`;
}
