import { expect, test } from "vitest";
import { isPublicAddress } from "./addresses.ts";
import { checkUrl, rulesFor } from "./rules.ts";
import { agentWith } from "./test-servers.ts";

/**
 * Addresses that other servers forgot when they shut out private networks:
 *
 * - CVE-2026-46348, Mastodon: the unspecified address of IPv6 (app.opencve.io/cve/CVE-2026-46348)
 * - CVE-2026-47389, Mastodon: private addresses of IPv4 written as IPv6 (cvelogic.com/cve/CVE-2026-47389)
 * - CVE-2025-25194 (GHSA-7723-35v7-qcxw) and CVE-2026-33693, Lemmy: any private address, and 0.0.0.0 and broadcast
 *   (sentinelone.com/vulnerability-database/cve-2026-33693)
 * - GHSA-p9cg-vqcc-grcx and CVE-2026-50131, Fedify: any, and those beyond the familiar ranges
 *   (medium.com/p/6254ea746938)
 */
const forgotten: [advisory: string, addresses: string[]][] = [
  ["CVE-2026-46348", ["::", "0:0:0:0:0:0:0:0", "::0.0.0.0", "::ffff:0.0.0.0", "::1"]],
  [
    "CVE-2026-47389",
    [
      "::ffff:127.0.0.1",
      "::ffff:10.0.0.1",
      "::ffff:172.16.0.1",
      "::ffff:192.168.0.1",
      "::ffff:169.254.169.254",
      "::ffff:7f00:1",
      "0:0:0:0:0:ffff:a00:1",
    ],
  ],
  [
    "CVE-2025-25194",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "fd00::1", "fe80::1"],
  ],
  ["CVE-2026-33693", ["0.0.0.0", "0.1.2.3", "255.255.255.255"]],
  ["GHSA-p9cg-vqcc-grcx", ["127.1.2.3", "10.255.255.255", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe"]],
  [
    "CVE-2026-50131",
    [
      "100.64.0.1",
      "192.0.0.8",
      "192.0.2.1",
      "192.88.99.1",
      "198.18.0.1",
      "198.51.100.1",
      "203.0.113.1",
      "224.0.0.1",
      "240.0.0.1",
    ],
  ],
];

test.each(forgotten)("%s: none of %j is reached, as an address or behind a name", async (_, addresses) => {
  for (const address of addresses) {
    expect([address, isPublicAddress(address)]).toEqual([address, false]);
    const literal = address.includes(":") ? `[${address}]` : address;
    expect(checkUrl(`https://${literal}/`, rulesFor(false))).toMatchObject({ ok: false, kind: "refused" });
    const resolve = async () => [{ address, family: address.includes(":") ? 6 : 4 }];
    const agent = agentWith({ allowPrivateAddresses: false, rules: { resolve } });
    expect([address, await agent.request("https://evil.example/")]).toEqual([
      address,
      expect.objectContaining({ ok: false, kind: "refused" }),
    ]);
  }
});
