import { describe, expect, test } from "vitest";
import { isPublicAddress } from "./addresses.ts";
import { checkUrl, rulesFor } from "./rules.ts";

const closed = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.127.255.254",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.7",
  "203.0.113.9",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:10.0.0.1",
  "::ffff:a9fe:a9fe",
  "0:0:0:0:0:ffff:c0a8:0101",
  "::127.0.0.1",
  "64:ff9b::127.0.0.1",
  "64:ff9b::7f00:1",
  "64:ff9b::a00:1",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:10::1",
  "2001:20::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:c0a8:101::1",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "not an address",
  "",
];

const open = [
  "1.1.1.1",
  "8.8.8.8",
  "100.63.255.255",
  "100.128.0.1",
  "172.15.255.255",
  "172.32.0.1",
  "192.167.255.255",
  "198.17.255.255",
  "198.20.0.1",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2a00:1450:4009:815::200e",
  "::ffff:8.8.8.8",
  "64:ff9b::808:808",
];

test.each(closed)("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));
test.each(open)("%s is public", (address) => expect(isPublicAddress(address)).toBe(true));

describe("addresses of the web", () => {
  const rules = rulesFor(false);

  test.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.1/",
    "https://127.0.1/",
    "https://0/",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://127.0.0.1./",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:0001]/",
    "https://[64:ff9b::10.0.0.1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://north.localhost/",
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "data:text/plain,x",
    "https://user@example.com/",
    "https://user:secret@example.com/",
    "https://example.com:22/",
    "https://example.com:8443/",
  ])("%s is refused", (url) => expect(checkUrl(url, rules)).toMatchObject({ ok: false, kind: "refused" }));

  test.each(["", "example.com", "https://", "https://[::1", "https://exa mple.com/", "https://256.1.1.1/"])(
    "%j is no address",
    (url) => expect(checkUrl(url, rules)).toMatchObject({ ok: false, kind: "invalid" }),
  );

  test.each(["https://example.com/a?b#c", "https://example.com:443/", "https://[2606:4700::1111]/"])(
    "%s may be asked",
    (url) => expect(checkUrl(url, rules)).toMatchObject({ ok: true }),
  );

  test.each(["http://127.0.0.1:3000/", "http://north.localhost:3001/", "https://10.1.2.3/"])(
    "%s may be asked in a closed network",
    (url) => expect(checkUrl(url, rulesFor(true))).toMatchObject({ ok: true }),
  );

  test("credentials and other schemes stay refused in a closed network", () => {
    for (const url of ["http://a:b@127.0.0.1/", "file:///etc/passwd"])
      expect(checkUrl(url, rulesFor(true))).toMatchObject({ ok: false, kind: "refused" });
  });
});
