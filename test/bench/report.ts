/** One measured thing beside its limit, which was measured in the same run unless it is a fixed one. */
export interface Figure {
  what: string;
  /** With its unit. */
  figure: string;
  limit?: string;
  /** The figure as a share of the limit. */
  share?: number;
  /** Whether it is good enough; absent where nothing is asked. */
  good?: boolean;
}

export const rate = (perSecond: number): string =>
  `${Math.round(perSecond).toLocaleString("en-GB")} a CPU-second`;
export const ms = (time: number): string => `${Math.round(time).toLocaleString("en-GB")} ms`;
export const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

/** Prints figures as a table. */
export function print(title: string, figures: Figure[]): void {
  const rows = figures.map(({ what, figure, limit = "", share, good }) => [
    what,
    figure,
    limit,
    share === undefined ? "" : share.toFixed(2),
    good === undefined ? "" : good ? "PASS" : "below target",
  ]);
  const heads = [title, "measured", "beside", "ratio", ""];
  const widths = heads.map((head, n) => Math.max(head.length, ...rows.map((row) => row[n]!.length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, n) => (n === 0 || n === 4 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!)))
      .join("  ");
  console.log(`\n${line(heads)}\n${widths.map((width) => "─".repeat(width)).join("  ")}`);
  for (const row of rows) console.log(line(row));
}
