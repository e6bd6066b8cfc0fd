/** What a discussion is made of. */
export interface Words {
  title: string;
  source: string;
}

const longest = 120;

const plain = (line: string): string =>
  line
    .replace(/^#{1,6}\s+/, "")
    .replace(/^\*\*(.+)\*\*$/, "$1")
    .replace(/\s+/g, " ")
    .trim();

/**
 * Title and text of a discussion, from the one text that an app sends. The title is the content warning, or the first
 * line where more follows, or the first words.
 */
export function wordsOf(text: string, warning = ""): Words {
  const source = text.trim();
  if (warning.trim()) return { title: warning.trim(), source };
  const [first = "", ...others] = source.split("\n");
  const rest = others.join("\n").trim();
  const title = plain(first);
  if (rest && title.length >= 3 && title.length <= 200) return { title, source: rest };
  if (title.length <= longest) return { title, source };
  const cut = title.slice(0, longest);
  return { title: `${cut.slice(0, Math.max(cut.lastIndexOf(" "), longest / 2)).trimEnd()}…`, source };
}

/** The one text that `wordsOf` makes the same of again, for editing. */
export function textOf(title: string | null, source: string): string {
  if (!title) return source;
  const again = wordsOf(source);
  return again.title === title && again.source === source ? source : `${title}\n\n${source}`;
}
