import { excerpt } from "../core/text.ts";

/** A piece of text that both versions have, or only the newer (`added`) or the older (`removed`) one. */
export interface Piece {
  kind: "same" | "added" | "removed";
  text: string;
}

const mostWords = 1500;

/** The words of an HTML text, a paragraph a line. */
export function linesOf(html: string): string {
  return html
    .split(/<\/(?:p|li|h\d|blockquote|pre|tr|div|dd|dt)>|<br\b[^>]*>/i)
    .map((part) => excerpt(part, Infinity))
    .filter(Boolean)
    .join("\n");
}

const wordsOf = (text: string): string[] => text.match(/\n|[^\s]+|[^\S\n]+/g) ?? [];

/**
 * What changed from one text to another, word by word (longest common subsequence). Texts of more than 1,500 words
 * are told apart as a whole, since the work grows with the product of their lengths.
 */
export function difference(before: string, after: string): Piece[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const pieces: Piece[] = [];
  const add = (kind: Piece["kind"], text: string) => {
    const last = pieces.at(-1);
    if (text === "") return;
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  add("same", a.slice(0, start).join(""));
  middle(a.slice(start, a.length - end), b.slice(start, b.length - end), add);
  add("same", a.slice(a.length - end).join(""));
  return pieces;
}

function middle(a: string[], b: string[], add: (kind: Piece["kind"], text: string) => void): void {
  if (a.length > mostWords || b.length > mostWords) {
    add("removed", a.join(""));
    add("added", b.join(""));
    return;
  }
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      add("same", a[i]!);
      i++;
      j++;
    } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) add("removed", a[i++]!);
    else add("added", b[j++]!);
  }
  add("removed", a.slice(i).join(""));
  add("added", b.slice(j).join(""));
}
