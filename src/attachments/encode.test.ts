import sharp from "sharp";
import { expect, test } from "vitest";
import { animation, bomb, film, pdf, photo, png, program, svg } from "../../test/attachments/samples.ts";
import { encodeFile } from "./encode.ts";

async function taken(bytes: Uint8Array) {
  const encoded = await encodeFile(bytes);
  if (!encoded.ok) throw new Error(encoded.problem);
  return encoded.value;
}

test("a picture becomes WebP in two sizes, without the place where it was taken", async () => {
  const bytes = await photo(3000, 1500);
  expect((await sharp(bytes).metadata()).exif).toBeDefined();
  const file = await taken(bytes);
  expect(file).toMatchObject({ kind: "image", mediaType: "image/webp", width: 2560, height: 1280 });
  expect(file.small).toMatchObject({ width: 800, height: 400 });
  for (const one of [file.data, file.small!.data]) {
    const { exif, xmp, format } = await sharp(one).metadata();
    expect([exif, xmp, format]).toEqual([undefined, undefined, "webp"]);
  }
});

test("an animation moves where it is opened, and stands still in a post", async () => {
  const file = await taken(await animation());
  expect((await sharp(file.data, { animated: true }).metadata()).pages).toBe(3);
  expect((await sharp(file.small!.data).metadata()).pages ?? 1).toBe(1);
  expect([file.width, file.height]).toEqual([40, 30]);
});

test("of a film size and length are read, and the place is blanked", async () => {
  const bytes = film();
  const file = await taken(bytes);
  expect(file).toMatchObject({ kind: "video", mediaType: "video/mp4", width: 640, height: 360, duration: 5 });
  expect(Buffer.from(file.data).includes("+51.5007")).toBe(false);
  expect(file.data.byteLength).toBe(bytes.byteLength);
  expect(bytes.includes("+51.5007")).toBe(true);
});

test("what hides behind a picture is gone", async () => {
  const polyglot = Buffer.concat([await png(), Buffer.from("<script>alert(1)</script>PK\x03\x04")]);
  expect(Buffer.from((await taken(polyglot)).data).includes("script")).toBe(false);
});

test("a document stays as it came", async () => {
  expect(await taken(pdf)).toMatchObject({ kind: "document", mediaType: "application/pdf", data: pdf });
});

test.each([
  ["a program", program, /cannot be attached/],
  ["an SVG", svg, /cannot be attached/],
  ["a page", Buffer.from("<!doctype html><script>alert(1)</script>"), /cannot be attached/],
  ["a text that begins with nothing known", Buffer.from("hello"), /cannot be attached/],
  [
    "an office file of the old kind",
    Buffer.from("d0cf11e0a1b11ae1".padEnd(1200, "0"), "hex"),
    /cannot be attached/,
  ],
  ["nothing", Buffer.alloc(0), /empty/],
  ["the beginning of a picture", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]), /read|attached/],
  ["ten thousand million pixels", bomb(100_000, 100_000), /pixels/],
  ["a picture of too many bytes", Buffer.concat([bomb(10, 10), Buffer.alloc(17 * 1024 * 1024)]), /16 MB/],
])("%s is refused with a reason", async (_, bytes, reason) => {
  const encoded = await encodeFile(bytes);
  expect(encoded.ok ? "taken" : encoded.problem).toMatch(reason);
});

test("a film whose boxes say what is not so is taken as it is, and nothing is read past its end", async () => {
  const bytes = film();
  for (const size of [0, 1, 7, 0xffffffff]) {
    const broken = Buffer.from(bytes);
    broken.writeUInt32BE(size, 28);
    expect((await encodeFile(broken)).ok).toBe(true);
  }
});
