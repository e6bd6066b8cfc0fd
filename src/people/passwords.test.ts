import { expect, test } from "vitest";
import { asked } from "../../test/rig/argon2.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";

test("a password is kept as OWASP asks for argon2id at the least: 19 MiB, two passes, one lane", async () => {
  const kept = await hashPassword("correct horse battery staple", {
    name: "Ada",
    email: "ada@north.example",
  });
  expect(asked.options).toEqual({ memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 });
  expect(kept).toMatch(/^\$argon2id\$v=19\$/);
  expect(await verifyPassword(kept, "correct horse battery staple")).toBe(true);
  expect(await verifyPassword(kept, "correct horse battery stable")).toBe(false);
});
