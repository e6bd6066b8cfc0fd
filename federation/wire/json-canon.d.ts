declare module "json-canon" {
  /** JSON in its canonical form (RFC 8785). Throws for what has none, such as half of a surrogate pair. */
  export default function canonicalise(value: unknown): string;
}
