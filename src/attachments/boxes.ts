/** What a film says of itself, in the boxes of its container (ISO/IEC 14496-12; QuickTime's are the same). */
export interface FilmFacts {
  width: number | null;
  height: number | null;
  /** Seconds. */
  duration: number | null;
}

/** Boxes that hold boxes, on the way to what is read here. */
const outer = new Set(["moov", "trak"]);
/** Where a camera writes the place, its name and more. */
const told = new Set(["udta", "meta", "uuid"]);
const deepest = 4;
const mostBoxes = 10_000;

/**
 * Goes through an MP4 or MOV file, reads its size and length, and blanks what the camera wrote about place and device:
 * such a box becomes an empty one of the same length, so that nothing else moves. The bytes are changed in place.
 */
export function blankFilm(bytes: Uint8Array): FilmFacts {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const facts: FilmFacts = { width: null, height: null, duration: null };
  let boxes = 0;

  function walk(from: number, to: number, depth: number): void {
    for (let at = from; at + 8 <= to && boxes++ < mostBoxes;) {
      const short = file.readUInt32BE(at);
      const type = file.toString("latin1", at + 4, at + 8);
      const long = short === 1 && at + 16 <= to;
      const size = long ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
      const head = long ? 16 : 8;
      if (size < head || at + size > to) return;
      const [start, end] = [at + head, at + size];
      if (told.has(type)) {
        file.write("free", at + 4, "latin1");
        file.fill(0, start, end);
      } else if (type === "mvhd") facts.duration = durationIn(start, end);
      else if (type === "tkhd") sizeIn(start, end);
      else if (outer.has(type) && depth < deepest) walk(start, end, depth + 1);
      at = end;
    }
  }

  function durationIn(start: number, end: number): number | null {
    const long = file[start] === 1;
    const at = start + (long ? 20 : 12);
    if (at + (long ? 12 : 8) > end) return null;
    const scale = file.readUInt32BE(at);
    const length = long ? Number(file.readBigUInt64BE(at + 4)) : file.readUInt32BE(at + 4);
    const seconds = length / scale;
    return Number.isFinite(seconds) && seconds > 0 && seconds < 1e6 ? seconds : null;
  }

  /** The largest track that is seen; a recording has none. */
  function sizeIn(start: number, end: number): void {
    if (end - start < 84) return;
    const [width, height] = [file.readUInt32BE(end - 8) >>> 16, file.readUInt32BE(end - 4) >>> 16];
    if (width * height > (facts.width ?? 0) * (facts.height ?? 0)) Object.assign(facts, { width, height });
  }

  walk(0, file.length, 0);
  return facts;
}
