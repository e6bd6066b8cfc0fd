import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

const plain = (width: number, height: number, background = "#12405e") =>
  sharp({ create: { width, height, channels: 3, background } });

/** A picture as a phone takes it: lying on its side, with the place where it was taken. */
export const photo = (width = 1200, height = 600): Promise<Buffer> =>
  plain(width, height)
    .withExif({ IFD0: { Copyright: "Secret place" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
    .jpeg()
    .toBuffer();

export const png = (background?: string): Promise<Buffer> => plain(40, 30, background).png().toBuffer();

export const animation = async (): Promise<Buffer> =>
  sharp(await Promise.all(["red", "blue", "green"].map(png)), { join: { animated: true } })
    .gif()
    .toBuffer();

/** A PNG that says it has so many pixels, in a few bytes. */
export function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(1000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};

/** A film of five seconds, 640 × 360, with the place where it was taken; nothing to be seen in it. */
export function film(): Buffer {
  const movie = Buffer.alloc(100);
  movie.writeUInt32BE(1000, 12);
  movie.writeUInt32BE(5000, 16);
  const track = Buffer.alloc(84);
  track.writeUInt32BE(640 << 16, 76);
  track.writeUInt32BE(360 << 16, 80);
  const place = box("udta", box("\u00a9xyz", Buffer.from("+51.5007-000.1246/")));
  return Buffer.concat([
    box("ftyp", Buffer.from("isom\0\0\x02\0isommp41", "latin1")),
    box("moov", box("mvhd", movie), box("trak", box("tkhd", track)), place),
    box("mdat", Buffer.alloc(3 * 1024 * 1024, 7)),
  ]);
}

export const pdf = Buffer.from("%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");

/** As Windows knows a program. */
export const program = Buffer.concat([Buffer.from("MZ"), Buffer.alloc(500, 1)]);

export const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

export const fileOf = (bytes: Buffer, name: string, type = "application/octet-stream"): File =>
  new File([new Uint8Array(bytes)], name, { type });
