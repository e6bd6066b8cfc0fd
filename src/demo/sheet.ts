/** A4, in points. */
const [width, height] = [595, 842];
const margin = 56;

/** Text between brackets of a PDF, in the letters that its standard fonts have. */
const written = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, "-").replace(/[\\()]/g, (character) => `\\${character}`);

/**
 * A sheet to print: a title and lines below it, as a PDF of one page (ISO 32000-1, 7.5). Made here, so that nothing but
 * words stands in the script.
 */
export function sheet(title: string, lines: readonly string[]): Uint8Array {
  const text = [
    `BT /F1 20 Tf ${margin} ${height - 72} Td (${written(title)}) Tj`,
    "/F1 12 Tf 0 -36 Td 20 TL",
    ...lines.map((line) => `(${written(line)}) Tj T*`),
    "ET",
  ].join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const entries = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return new TextEncoder().encode(body);
}
