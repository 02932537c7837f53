import { expect, test } from "vitest";
import { networkOf } from "./network-of.ts";

test("an IPv4 address is a place of its own", () => {
  expect(networkOf("192.0.2.1")).toBe("192.0.2.1");
  expect(networkOf("unknown")).toBe("unknown");
});

test("all addresses of an IPv6 network are one place, however they are written", () => {
  const same = ["2001:db8:1:2::1", "2001:0db8:0001:0002:ffff:1:2:3", "2001:DB8:1:2:0:0:0:9", "2001:db8:1:2::%eth0"];
  expect(new Set(same.map(networkOf))).toEqual(new Set(["2001:db8:1:2::/64"]));
  expect(networkOf("2001:db8:1:3::1")).toBe("2001:db8:1:3::/64");
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  expect(networkOf("fe80::1:2")).toBe("fe80:0:0:0::/64");
});
