/** Out of band: the code is shown, and typed into the app. */
export const outOfBand = "urn:ietf:wg:oauth:2.0:oob";

const harmful = /^(javascript|data|vbscript|file|blob|about|view-source|filesystem|ws|wss|ftp|mailto|tel):$/;
/** Names under localhost are this machine too (RFC 6761, 6.3); browsers hold them to be safe. */
const thisMachine = /^((.+\.)?localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether an app may be sent back there: https, this machine, or a scheme of the app's own (RFC 8252, 7). */
export function isRedirect(uri: string): boolean {
  if (uri === outOfBand) return true;
  if (uri.length > 2000 || /[\s\\"'<>]/.test(uri)) return false;
  const url = URL.parse(uri);
  if (!url || url.hash || uri.includes("#") || url.username || url.password) return false;
  if (url.protocol === "https:") return true;
  if (url.protocol === "http:") return thisMachine.test(url.hostname);
  return !harmful.test(url.protocol);
}

/** What a Content-Security-Policy calls the place that an address leads to. */
export function sourceOf(uri: string): string | null {
  if (uri === outOfBand) return null;
  const url = URL.parse(uri);
  if (!url) return null;
  return /^https?:$/.test(url.protocol) ? url.origin : url.protocol;
}

/** The address with more in its query. It stays as its app wrote it: what is percent-encoded in its path, too. */
export function withQuery(uri: string, values: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  return `${uri}${uri.includes("?") ? (/[?&]$/.test(uri) ? "" : "&") : "?"}${query.toString()}`;
}
