import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

test("without trusted proxies nobody can claim another address", () => {
  expect(clientAddress("203.0.113.9", "198.51.100.1", [])).toBe("203.0.113.9");
  expect(clientAddress("203.0.113.9", "198.51.100.1", ["10.0.0.0/8"])).toBe("203.0.113.9");
});

test("a trusted proxy's word counts, and only the hop it saw itself", () => {
  const proxies = ["10.0.0.0/8", "192.0.2.1"];
  expect(clientAddress("10.1.2.3", "198.51.100.1", proxies)).toBe("198.51.100.1");
  expect(clientAddress("10.1.2.3", "6.6.6.6, 198.51.100.1", proxies)).toBe("198.51.100.1");
  expect(clientAddress("10.1.2.3", "6.6.6.6, 198.51.100.1, 192.0.2.1", proxies)).toBe("198.51.100.1");
  expect(clientAddress("10.1.2.3", "198.51.100.1, 10.9.9.9", proxies)).toBe("198.51.100.1");
});

test("nonsense in the header changes nothing", () => {
  expect(clientAddress("10.1.2.3", "unknown", ["10.0.0.0/8"])).toBe("10.1.2.3");
  expect(clientAddress("10.1.2.3", "<script>, 10.0.0.1", ["10.0.0.0/8"])).toBe("10.0.0.1");
  expect(clientAddress("10.1.2.3", "", ["10.0.0.0/8"])).toBe("10.1.2.3");
  expect(clientAddress(undefined, "198.51.100.1", ["10.0.0.0/8"])).toBe("");
});

test("IPv4 inside IPv6, and IPv6 networks", () => {
  expect(clientAddress("::ffff:203.0.113.9", undefined, [])).toBe("203.0.113.9");
  expect(clientAddress("::ffff:10.0.0.1", "198.51.100.1", ["10.0.0.0/8"])).toBe("198.51.100.1");
  expect(clientAddress("fd00::1", "2001:db8::5", ["fd00::/8"])).toBe("2001:db8::5");
  expect(clientAddress("::1", "2001:db8::5", ["::1"])).toBe("2001:db8::5");
});
