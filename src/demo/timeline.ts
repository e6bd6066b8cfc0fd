import type { Company, Member } from "./company.ts";
import { homeZone, momentAt } from "../gatherings/index.ts";
import { workspaceCalled } from "./company.ts";
import type { Child } from "./child.ts";
import type { Discussion, Said, Scene } from "./script.ts";
import type { Who } from "./scenes/people.ts";
import { type Where, workspaces } from "./scenes/workspaces.ts";
import { moment, type When } from "./when.ts";

/** Something that somebody does at some time. Cues of one kind on one day are played together. */
export interface Cue {
  at: Date;
  kind: "found" | "join" | "decide" | "post" | "mark" | "visit";
  /** Goes with what is played beside it: the clock is not set for it. */
  aside?: true;
  /** On whose instance. */
  child: Child;
  play(): Promise<unknown>;
}

const minutes = (count: number) => count * 60_000;

/** When everybody was here last: what comes later is new to them. */
const lastVisit: When = "1d 17:40";

const devices = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
];

/** Everything that happens, in order of time. */
export function timeline(company: Company, scenes: readonly Scene[], now: Date): Cue[] {
  const cues = [
    ...(Object.keys(workspaces) as Where[]).flatMap((where) => founding(company, where, now)),
    ...scenes.flatMap((scene) =>
      scene.discussions.flatMap((one) => conversation(company, scene.where, one, now)),
    ),
    ...company.members.map((member, at) => visit(member, devices[at % devices.length]!, now)),
  ];
  return cues.sort((a, b) => a.at.getTime() - b.at.getTime());
}

const visit = ({ child, handle }: Member, device: string, now: Date): Cue => ({
  at: moment(lastVisit, now),
  kind: "visit",
  child,
  play: () => child.ask("visit", { as: handle, device }),
});

/** How a workspace is made, and how its members come. */
function founding({ member, address }: Company, where: Where, now: Date): Cue[] {
  const place = workspaceCalled(where);
  const workspace = address(where);
  const { handle: manager, child: home } = member(place.manager);
  const created = moment(place.created, now);
  const later = (at: Date, count: number) => new Date(Math.min(at.getTime() + minutes(count), now.getTime()));
  const joins = (who: Who, at: Date, reason = ""): Cue => {
    const { child, handle } = member(who);
    return { at, kind: "join", child, play: () => child.ask("join", { as: handle, workspace, reason }) };
  };
  const decides = (who: Who, at: Date, approve: boolean, answer = ""): Cue => ({
    at: later(at, 90),
    kind: "decide",
    child: home,
    play: () => {
      const decision = { member: member(who).address, approve, answer };
      return home.ask("decide", { as: manager, workspace, ...decision });
    },
  });
  const { name, handle, purpose, level, page, managersPost = false } = place;
  const made = { as: manager, name, handle, purpose, level, page, managersPost };
  return [
    { at: created, kind: "found", child: home, play: () => home.ask("create workspace", made) },
    ...place.members.flatMap(({ who, at, reason, answer }) => {
      const asked = moment(at, now);
      const joined = joins(who, asked, reason);
      return level === "open" ? [joined] : [joined, decides(who, asked, true, answer)];
    }),
    ...(place.declined ?? []).flatMap(({ who, at, reason, answer }) => {
      const asked = moment(at, now);
      return [joins(who, asked, reason), decides(who, asked, false, answer)];
    }),
    ...(place.asking ?? []).map(({ who, at, reason }) => joins(who, moment(at, now), reason)),
    ...(place.also ?? []).map((who): Cue => {
      const joined = place.members.find((one) => one.who === who);
      return {
        at: later(joined ? moment(joined.at, now) : created, 180),
        kind: "decide",
        child: home,
        play: () => home.ask("make manager", { as: manager, workspace, member: member(who).address }),
      };
    }),
  ];
}

const dayIn = (days: number, now: Date): string =>
  new Date(now.getTime() + days * 24 * 60 * minutes(1)).toISOString().slice(0, 10);

/** When and where an event of the script is, seen from the day on which it is played. */
function planned({ inDays, from, to, place, link }: NonNullable<Discussion["event"]>, now: Date) {
  const at = (clock: string) => momentAt({ day: dayIn(inDays, now), clock }, homeZone).getTime();
  return { starts: at(from), ends: at(to), place, link };
}

/** How many, until when and where an offer or a request of the script is. */
function proposed({ quantity, place, inDays }: NonNullable<Discussion["proposal"]>, now: Date) {
  const until =
    inDays === undefined ? null : momentAt({ day: dayIn(inDays, now), clock: "00:00" }, homeZone).getTime();
  return { quantity: quantity ?? null, place: place ?? null, until };
}

/** A discussion with all that is said in it. */
function conversation(company: Company, where: Where, opened: Discussion, now: Date): Cue[] {
  const { member, address } = company;
  const workspace = address(where);
  const { child: home, handle: manager } = member(workspaceCalled(where).manager);

  const words = (text: string, author: Member) =>
    text.replace(/\{(\w+)\}/g, (_, who: Who) =>
      member(who).child === author.child ? `@${member(who).handle}` : member(who).address,
    );

  /** A post and what hangs on it. Its address is known once it is written. */
  function said(
    one: Said,
    write: (author: Member, text: string, published: number) => Promise<{ iri: string }>,
  ) {
    const author = member(one.by);
    const at = moment(one.at, now);
    const written = Promise.withResolvers<string>();
    // Whoever waits for it hears; where nobody does, the play stops at the cue itself.
    written.promise.catch(() => {});
    const post: Cue = {
      at,
      kind: "post",
      child: author.child,
      play: () =>
        write(author, words(one.text, author), at.getTime()).then(
          ({ iri }) => written.resolve(iri),
          (error: unknown) => {
            written.reject(error);
            throw error;
          },
        ),
    };
    const likes = (one.likes ?? []).map((who, index): Cue => {
      const { child, handle } = member(who);
      const wait = Math.min(minutes(4 + 9 * index), (now.getTime() - at.getTime()) / 2);
      const play = async () => child.ask("like", { as: handle, post: await written.promise });
      return { at: new Date(at.getTime() + wait), kind: "post", aside: true, child, play };
    });
    return { cues: [post, ...likes], iri: written.promise };
  }

  function comment(one: Said, on: Promise<string>): Cue[] {
    const { cues, iri } = said(one, async ({ child, handle }, text, published) =>
      child.ask("comment", { as: handle, on: await on, text, published }),
    );
    return [...cues, ...(one.replies ?? []).flatMap((reply) => comment(reply, iri))];
  }

  const { cues, iri } = said(opened, ({ child, handle }, text, published) =>
    child.ask("open", {
      ...{ as: handle, workspace, title: opened.title, text, published },
      form: opened.proposal
        ? opened.proposal.purpose
        : opened.page
          ? "page"
          : opened.event
            ? "event"
            : opened.sheet
              ? "file"
              : "discussion",
      sheet: opened.sheet,
      event: opened.event && planned(opened.event, now),
      proposal: opened.proposal && proposed(opened.proposal, now),
    }),
  );
  const coming = (opened.event?.coming ?? []).map((who, index): Cue => {
    const { child, handle } = member(who);
    const wait = Math.min(minutes(30 + 50 * index), (now.getTime() - moment(opened.at, now).getTime()) / 2);
    const play = async () => child.ask("come", { as: handle, event: await iri });
    return { at: new Date(moment(opened.at, now).getTime() + wait), kind: "post", aside: true, child, play };
  });
  const mark = (deed: "pin" | "lock", at: When | undefined): Cue[] =>
    at === undefined
      ? []
      : [
          {
            at: moment(at, now),
            kind: "mark",
            child: home,
            play: async () => home.ask(deed, { as: manager, post: await iri }),
          },
        ];
  return [
    ...cues,
    ...coming,
    ...(opened.comments ?? []).flatMap((one) => comment(one, iri)),
    ...mark("pin", opened.pinned),
    ...mark("lock", opened.locked),
  ];
}
