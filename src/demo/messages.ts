import type { Kind } from "../organisations/index.ts";

interface NewMember {
  name: string;
  email: string;
  password: string;
  job: string;
  place: string;
  organisation: string;
  about: string;
}

/** What the demonstration asks of one of its instances, and what that answers. Addresses are `@handle@host`. */
export interface Deeds {
  /** Sets the instance's clock, in milliseconds since 1970. */
  clock: [{ now: number }, null];
  "set up": [
    {
      name: string;
      shortName: string;
      kind: Kind;
      odsCode: string;
      emailDomain: string;
      administrator: NewMember;
    },
    { handle: string },
  ];
  "add member": [NewMember, { handle: string }];
  /** Offers another instance a sharing agreement, and confirms all that were offered. */
  "offer agreement": [{ host: string; purpose: string; contact: string }, null];
  "confirm agreements": [Record<never, never>, null];
  "create workspace": [
    {
      as: string;
      name: string;
      handle: string;
      purpose: string;
      level: "open" | "restricted";
      page: string;
      managersPost: boolean;
    },
    null,
  ];
  join: [{ as: string; workspace: string; reason: string }, null];
  decide: [{ as: string; workspace: string; member: string; approve: boolean; answer: string }, null];
  "make manager": [{ as: string; workspace: string; member: string }, null];
  open: [
    {
      as: string;
      workspace: string;
      title: string;
      text: string;
      published: number;
      form: "discussion" | "event" | "page" | "file" | "offer" | "request";
      /** What stands on a file to print. */
      sheet?: readonly string[];
      /** When and where, of an event; in milliseconds since 1970. */
      event?: { starts: number; ends: number; place: string; link: string } | null;
      /** How many, until when and where, of an offer or a request. */
      proposal?: { quantity: number | null; until: number | null; place: string | null } | null;
    },
    { iri: string },
  ];
  /** Says that one comes to an event. */
  come: [{ as: string; event: string }, null];
  comment: [{ as: string; on: string; text: string; published: number }, { iri: string }];
  like: [{ as: string; post: string }, null];
  pin: [{ as: string; post: string }, null];
  lock: [{ as: string; post: string }, null];
  /** Signs in, reads all that is there, and goes away again. */
  visit: [{ as: string; device: string }, null];
  /** Sends, takes in and fetches what is due. Answers how much that was. */
  step: [Record<never, never>, number];
  /** Ends the play: from now on everything happens by itself, at the time it is. */
  curtain: [Record<never, never>, null];
  /** What is held of each workspace that somebody here belongs to: a line for each post, with its likes and marks. */
  holdings: [Record<never, never>, { workspace: string; posts: string[] }[]];
}

export type Deed = keyof Deeds;
export type Ask<Name extends Deed> = Deeds[Name][0];
export type Answer<Name extends Deed> = Deeds[Name][1];

export interface Request {
  id: number;
  deed: Deed;
  ask: Ask<Deed>;
}

export type Reply = { ready: true } | { id: number; answer: Answer<Deed> } | { id: number; problem: string };
