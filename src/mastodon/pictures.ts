const blue = "#005eb8";
const pale = "#d8e6f5";

const drawings: Record<string, string> = {
  "person.png": `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400" fill="${pale}"/><circle cx="200" cy="155" r="75" fill="${blue}"/><path d="M60 400c0-95 60-140 140-140s140 45 140 140z" fill="${blue}"/></svg>`,
  "workspace.png": `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400" fill="${blue}"/><g fill="${pale}"><rect x="80" y="110" width="170" height="110" rx="20"/><rect x="150" y="180" width="170" height="110" rx="20" stroke="${blue}" stroke-width="14"/></g></svg>`,
  "header.png": `<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="500"><rect width="1500" height="500" fill="${pale}"/><path d="M0 380c400-120 700 90 1500-60v180H0z" fill="${blue}" opacity=".35"/></svg>`,
};

const made = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

async function draw(drawing: string): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded when first asked for: it takes 8 MB.
  const { default: sharp } = await import("sharp");
  return new Uint8Array(await sharp(Buffer.from(drawing)).png({ palette: true }).toBuffer());
}

/** One of the pictures that stand where there is none; drawn once. */
export function drawn(name: string): Promise<Uint8Array<ArrayBuffer>> | null {
  const drawing = Object.hasOwn(drawings, name) ? drawings[name] : undefined;
  if (!drawing) return null;
  let picture = made.get(name);
  if (!picture) {
    picture = draw(drawing);
    made.set(name, picture);
  }
  return picture;
}
