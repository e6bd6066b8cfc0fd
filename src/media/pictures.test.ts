import { deflateSync, crc32 } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import { media } from "../../db/index.ts";
import { testClock, testStore } from "../../test/rig.ts";
import { encodePicture, uploadedPicture } from "./encode.ts";
import { hashOfUrl, noteRemotePicture } from "./operations.ts";
import { createPictures } from "./pictures.ts";

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#12405e" } });

/** A PNG that says it has so many pixels, in a few bytes. */
function bomb(width: number, height: number): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const pixels = deflateSync(Buffer.alloc(1000));
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

test("a picture becomes a small WebP without what a camera wrote into it", async () => {
  const bytes = await plain(2000, 1000)
    .withExif({ IFD0: { Copyright: "Secret place" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
    .jpeg()
    .toBuffer();
  expect((await sharp(bytes).metadata()).exif).toBeDefined();
  const encoded = await encodePicture(bytes);
  if (!encoded.ok) throw new Error(encoded.problem);
  expect(encoded.value).toMatchObject({ type: "image/webp", width: 512, height: 256 });
  const read = await sharp(encoded.value.data).metadata();
  expect(read).toMatchObject({ format: "webp", width: 512 });
  expect(read.exif).toBeUndefined();
});

test("a phone's picture stands upright, and a small one is not blown up", async () => {
  const sideways = await plain(60, 30).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect(await encodePicture(sideways)).toMatchObject({ ok: true, value: { width: 30, height: 60 } });
});

test("of an animation the first frame stays", async () => {
  const frames = await sharp(
    await Promise.all(
      ["red", "blue", "green"].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    ),
    { join: { animated: true } },
  )
    .gif()
    .toBuffer();
  expect((await sharp(frames).metadata()).pages).toBe(3);
  const encoded = await encodePicture(frames);
  if (!encoded.ok) throw new Error(encoded.problem);
  expect((await sharp(encoded.value.data, { animated: true }).metadata()).pages ?? 1).toBe(1);
});

test.each([
  ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), /JPEG/],
  ["a page with the name of a picture", Buffer.from("<!doctype html><script>alert(1)</script>"), /JPEG/],
  ["a program", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)]), /JPEG/],
  ["nothing", Buffer.alloc(0), /empty/],
  ["the beginning of a picture", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]), /JPEG|read/],
  ["ten thousand million pixels", bomb(100_000, 100_000), /pixels/],
  ["too many bytes", Buffer.alloc(9 * 1024 * 1024, 1), /8 MB/],
])("%s is refused with a reason", async (_, bytes, reason) => {
  const encoded = await encodePicture(bytes);
  expect(encoded.ok ? "taken" : encoded.problem).toMatch(reason);
});

test("a form's picture is refused at its field; no file is no picture", async () => {
  expect(await uploadedPicture(new File([], ""))).toBeNull();
  expect(await uploadedPicture(undefined)).toBeNull();
  expect(await uploadedPicture("text")).toBeNull();
  const page = new File(["<svg></svg>"], "face.png", { type: "image/png" });
  await expect(uploadedPicture(page, "logo")).rejects.toMatchObject({ problems: [{ field: "logo" }] });
});

async function proxy(answer: () => { status: number; body: Uint8Array } | null) {
  const store = await testStore();
  const clock = testClock();
  const asked: string[] = [];
  const agent = {
    async request(url: string) {
      asked.push(url);
      const given = answer();
      if (!given) return { ok: false as const, problem: "It did not answer.", kind: "unreachable" as const };
      return { ok: true as const, value: { ...given, headers: new Headers(), url } };
    },
  };
  const pictures = createPictures({ store, clock, agent });
  const note = (url: string) => store.transaction((tx) => noteRemotePicture({ tx }, url));
  return { store, clock, asked, pictures, note };
}

const address = "https://south.example/faces/1.png";

test("a picture from elsewhere is asked for once, however many look at once, and served as ours", async () => {
  const body = await plain(40, 40).png().toBuffer();
  const { pictures, note, asked } = await proxy(() => ({ status: 200, body }));
  await note(address);
  await note(address);
  const looks = await Promise.all([1, 2, 3].map(() => pictures.remote(hashOfUrl(address))));
  expect(looks.map((found) => found?.type)).toEqual(["image/webp", "image/webp", "image/webp"]);
  expect((await pictures.remote(hashOfUrl(address)))?.data.byteLength).toBeGreaterThan(20);
  expect(asked).toEqual([address]);
});

test("an address that no actor has is never asked for", async () => {
  const { pictures, asked } = await proxy(() => null);
  expect(await pictures.remote(hashOfUrl("http://169.254.169.254/latest"))).toBeNull();
  expect(asked).toEqual([]);
});

test.each([
  ["does not answer", () => null],
  ["answers with an error", () => ({ status: 500, body: Buffer.from("no") })],
  ["sends a page", () => ({ status: 200, body: Buffer.from("<html><body>hello</body></html>") })],
])("a server that %s is left alone for an hour", async (_, answer) => {
  const { pictures, note, asked, clock, store } = await proxy(answer);
  await note(address);
  expect(await pictures.remote(hashOfUrl(address))).toBeNull();
  expect(await pictures.remote(hashOfUrl(address))).toBeNull();
  expect(asked).toHaveLength(1);
  expect(await store.db.select().from(media)).toEqual([]);
  clock.tick({ minutes: 61 });
  await pictures.remote(hashOfUrl(address));
  expect(asked).toHaveLength(2);
});

test("the same picture is kept once", async () => {
  const { pictures, store } = await proxy(() => null);
  const bytes = await plain(30, 30).png().toBuffer();
  const ids = [await pictures.store(bytes), await pictures.store(bytes)];
  expect(ids[0]).toBe(ids[1]);
  expect(await store.db.select().from(media)).toHaveLength(1);
  expect((await pictures.byId(ids[0]!))?.type).toBe("image/webp");
});
