import type { Site } from "./site.ts";

export type Random = () => number;

export const pick = <One>(random: Random, all: readonly One[]): One | undefined =>
  all[Math.floor(random() * all.length)];

/** What a server said it has taken in. */
export interface Written {
  host: string;
  iri: string;
  text: string;
}

/** What was said where not everybody may read, at which server, and in which discussion where that is known. */
export interface Secret {
  host: string;
  text: string;
  root: string | null;
}

/** What goes on in a run. */
export interface Doing {
  random: Random;
  sites: Site[];
  secrets: Secret[];
  /** Discussions that a manager moved to where more people read. */
  opened: Set<string>;
  /** What administrators have hidden from their own people, by host. */
  hidden: { host: string; iri: string }[];
  written: Written[];
  log: string[];
  /** How often something was done, by what it is. */
  counts: Record<string, number>;
  /** What is said is different each time. */
  words: number;
}
