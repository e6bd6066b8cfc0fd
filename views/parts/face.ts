import { classes, html, type Html } from "../html.ts";

export interface FaceProps {
  /** A person's, organisation's or workspace's name; initials and colour come from it. */
  name: string;
  /** Address of a picture on this instance, or null for initials. */
  picture: string | null;
  size?: "small" | "large";
  /** A rounded square, for workspaces and organisations. */
  square?: boolean;
  /** Shown in place of initials, for a count of people for instance. At most three characters. */
  text?: string;
}

const title = /^(dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame|lord|lady|rev|sister)\.?$/i;

/** One or two letters for a name: titles are skipped, first and last word count. */
export function initials(name: string): string {
  const words = name.split(/[\s/]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const names = words.filter((word) => !title.test(word));
  const used = names.length > 0 ? names : words;
  const first = used[0];
  const last = used.length > 1 ? used.at(-1) : undefined;
  return [first, last].map((word) => word?.match(/[\p{L}\p{N}]/u)?.[0].toUpperCase() ?? "").join("");
}

/** A colour from 1 to 8 that stays with a name. */
export function colourOf(name: string): number {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 8191;
  return (hash % 8) + 1;
}

/**
 * Picture or initials beside a name. Decorative: the name itself stands next to it, so it has no text
 * for assistive technology.
 */
export function face({ name, picture, size, square, text }: FaceProps): Html {
  const shape = classes("face", size && `face--${size}`, square && "face--square");
  if (picture) {
    const pixels = size === "large" ? 72 : size === "small" ? 32 : 44;
    return html`<img
      class="${shape}"
      src="${picture}"
      alt=""
      width="${pixels}"
      height="${pixels}"
      loading="lazy"
      decoding="async"
    />`;
  }
  return html`<span class="${shape} face--${colourOf(name)}" aria-hidden="true"
    >${text ?? initials(name)}</span
  >`;
}
