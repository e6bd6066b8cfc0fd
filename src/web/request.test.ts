import { Hono } from "hono";
import { expect, test } from "vitest";
import { Refusal } from "../core/refusal.ts";
import { fields } from "./request.ts";
import type { WebEnv } from "./types.ts";

const app = new Hono<WebEnv>();
app.post("/", async (c) => c.json(await fields(c)));
app.onError((error, c) => {
  if (error instanceof Refusal) return c.text(error.message, error.status);
  throw error;
});

const send = (body: string, type = "application/x-www-form-urlencoded") =>
  app.request("/", { method: "POST", body, headers: { "content-type": type } });

const part = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const multipart = "multipart/form-data; boundary=b";

test("a form is read, whichever way it comes", async () => {
  expect(await (await send("a=1&b=x%20y&b=z")).json()).toEqual({ a: "1", b: ["x y", "z"] });
  const whole = `${part("a", "1")}${part("b", "two & three\r\n--\r\n")}--b--\r\n`;
  expect(await (await send(whole, multipart)).json()).toEqual({ a: "1", b: "two & three\r\n--\r\n" });
});

test("a body with more fields than any form has is refused before they are read", async () => {
  const many = Array.from({ length: 50_000 }, (_, at) => at.toString(36)).join("&");
  expect((await send(many)).status).toBe(413);
  expect((await send(`${part("a", "").repeat(1_000)}--b--\r\n`, multipart)).status).toBe(413);
  expect((await send(`${part("a", "").repeat(1_000)}--b--\r\n`, `${multipart}; x=y`)).status).toBe(413);
});

test("what is no form of its type is refused", async () => {
  expect((await send(part("a", "1"), 'multipart/form-data; boundary="b"')).status).toBe(422);
  expect((await send("a=%00")).status).toBe(422);
});
