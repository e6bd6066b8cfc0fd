import type { Kind } from "../organisations/index.ts";
import type { Who } from "./scenes/people.ts";
import type { Where } from "./scenes/workspaces.ts";
import type { When } from "./when.ts";

/** The three hostnames, without `.localhost`. */
export type Place = "north" | "south" | "lake";

export interface Organisation {
  name: string;
  shortName: string;
  kind: Kind;
  odsCode: string;
  emailDomain: string;
}

export interface Person {
  name: string;
  home: Place;
  job: string;
  place: string;
  /** Where it is not the one that runs the instance. */
  organisation?: string;
  /** What they say of themselves. */
  about?: string;
  administrator?: true;
}

export interface Workspace {
  home: Place;
  handle: string;
  name: string;
  level: "open" | "restricted";
  purpose: string;
  /** The home page, in Markdown. */
  page: string;
  manager: Who;
  /** Managers besides the first. */
  also?: readonly Who[];
  managersPost?: true;
  created: When;
  /** Who joins, when. In a restricted one the manager approves a little later. */
  members: readonly { who: Who; at: When; reason?: string; answer?: string }[];
  /** Who has asked, and is not answered yet. */
  asking?: readonly { who: Who; at: When; reason: string }[];
  /** Who asked, and was told no. */
  declined?: readonly { who: Who; at: When; reason: string; answer: string }[];
}

/** What somebody says. `{name}` in a text mentions that person. */
export interface Said {
  by: Who;
  at: When;
  text: string;
  likes?: readonly Who[];
  replies?: readonly Said[];
}

export interface Discussion extends Omit<Said, "replies"> {
  title: string;
  /** A page of the workspace, and no discussion. */
  page?: true;
  /** A file to print, with these lines. */
  sheet?: readonly string[];
  /** An offer or a request, which stands for so many days more. */
  proposal?: { purpose: "offer" | "request"; quantity?: number; place?: string; inDays?: number };
  /** An event, so many days from now. */
  event?: {
    inDays: number;
    from: string;
    to: string;
    place: string;
    link: string;
    coming: readonly Who[];
  };
  pinned?: When;
  locked?: When;
  comments?: readonly Said[];
}

export interface Scene {
  where: Where;
  discussions: readonly Discussion[];
}
