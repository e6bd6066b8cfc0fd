import type { Form } from "../../src/forums/forms.ts";
import type { Html } from "../html.ts";
import { badge } from "../parts/index.ts";
import type { Room } from "../workspaces/banner.ts";

/** How a form of discussion is called, and where it has its list. */
export interface FormWords {
  /** In the middle of a sentence: "event". */
  name: string;
  room: Room;
  /** Of the list, from the address of the workspace. */
  path: string;
  /** The way back to it. */
  all: string;
  /** The way to a new one, and the button that sends it. */
  start: string;
  send: string;
  /** From the address of the list. */
  startPath: string;
  title: string;
  titleHint: string;
  text: string;
}

const badges: Record<Form, string | null> = {
  discussion: null,
  event: "Event",
  page: "Page",
  file: "File",
  folder: "Folder",
  offer: "Offer",
  request: "Request",
};

/** In a list of all kinds: what something is, where it is no discussion. */
export const formBadge = (form: Form): Html | null =>
  badges[form] === null ? null : badge(badges[form], "quiet");

export const formWords: Record<Form, FormWords> = {
  discussion: {
    name: "discussion",
    room: "forum",
    path: "/forum",
    all: "All discussions",
    start: "Start a discussion",
    send: "Start discussion",
    startPath: "/new",
    title: "Title",
    titleHint: "A question, or what it is about, in a few words.",
    text: "Text",
  },
  event: {
    name: "event",
    room: "events",
    path: "/events",
    all: "All events",
    start: "Plan an event",
    send: "Plan event",
    startPath: "/new",
    title: "Title",
    titleHint: "What takes place, in a few words.",
    text: "What it is about",
  },
  page: {
    name: "page",
    room: "pages",
    path: "/pages",
    all: "All pages",
    start: "Write a page",
    send: "Publish page",
    startPath: "/new",
    title: "Title",
    titleHint: "What one finds on it, in a few words.",
    text: "Text",
  },
  file: {
    name: "file",
    room: "files",
    path: "/files",
    all: "All files",
    start: "Add a file",
    send: "Add file",
    startPath: "/new",
    title: "Name",
    titleHint: "Left empty, it is what the file is called.",
    text: "What it is for (optional)",
  },
  folder: {
    name: "folder",
    room: "files",
    path: "/files",
    all: "All files",
    start: "Make a folder",
    send: "Make folder",
    startPath: "/new-folder",
    title: "Name",
    titleHint: "What one finds in it, in a few words.",
    text: "What it is for (optional)",
  },
  offer: {
    name: "offer",
    room: "offers",
    path: "/offers",
    all: "All offers and requests",
    start: "Offer something",
    send: "Publish offer",
    startPath: "/new-offer",
    title: "What you offer",
    titleHint: "In a few words, such as “Six infusion pumps” or “An hour of mentoring”.",
    text: "More about it",
  },
  request: {
    name: "request",
    room: "offers",
    path: "/offers",
    all: "All offers and requests",
    start: "Ask for something",
    send: "Publish request",
    startPath: "/new-request",
    title: "What you need",
    titleHint: "In a few words, such as “A template for a handover audit”.",
    text: "More about it",
  },
};
