const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

/**
 * The first words of a post in one line. For HTML that was sanitised when it arrived: there a tag is whatever
 * stands between < and >, so nothing has to be parsed, which counts on a page that everyone opens first.
 */
export function shortText(html: string, length: number): string {
  const plain = html
    // Enough for the words, whatever the tags between them.
    .slice(0, length * 20)
    .replace(/<[^>]*>?/g, " ")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => entities[name]!)
    .replace(/\s+/g, " ")
    .replace(/ ([.,;:!?])/g, "$1")
    .trim();
  if (plain.length <= length) return plain;
  const cut = plain.slice(0, length);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), length / 2)).trimEnd()}…`;
}
