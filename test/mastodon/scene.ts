import { afterAll, beforeAll } from "vitest";
import { addComment, openDiscussion, setLike, setPinned } from "../../src/forums/index.ts";
import { changeLevel, decide, join } from "../../src/workspaces/index.ts";
import { type Instance, type Member, startInstance } from "../rig.ts";
import { type App, appFor, appOf } from "./app.ts";

/** One organisation, with a workspace of each level and somebody who belongs to none. */
export interface Scene {
  north: Instance;
  amara: Member;
  priya: Member;
  olu: Member;
  /** Apps of the manager of all, of a member of all, of a member of none, and of nobody. */
  app: { amara: App; priya: App; olu: App; stranger: App };
  open: Place;
  restricted: Place;
  confidential: Place;
}

export interface Place {
  id: number;
  handle: string;
  discussion: number;
  comment: number;
  reply: number;
}

export async function scene(): Promise<Scene> {
  const north = await startInstance({ keep: true });
  const [amara, priya, olu] = [
    await north.addMember("Amara Okafor"),
    await north.addMember("Priya Nair", { job: "Ward sister" }),
    await north.addMember("Olu Outside"),
  ];
  const [manager, member] = [north.context(amara), north.context(priya)];

  async function place(title: string, level: "open" | "restricted" | "confidential"): Promise<Place> {
    // Where nobody may ask to join, they joined before.
    const asked = level === "confidential" ? "restricted" : level;
    const made = await north.addWorkspace(title, { manager: amara, level: asked });
    const workspaceId = made.id;
    const state = await join(member, { workspaceId });
    if (state === "requested") await decide(manager, { workspaceId, memberId: priya.id, approve: true });
    const discussion = await openDiscussion(manager, {
      workspaceId,
      title: `What we learnt in ${title}`,
      source: "## First\n\nAsk at **every** handover.\n\n| Ward | Minutes |\n|-|-|\n| 7 | 42 |",
    });
    const comment = await addComment(member, { parentId: discussion, source: "We tried it, @amara-okafor." });
    const reply = await addComment(manager, { parentId: comment, source: "And?" });
    await setLike(manager, { contentId: comment, liked: true });
    await setPinned(manager, { contentId: discussion, on: true });
    await changeLevel(manager, { workspaceId, level });
    return { ...made, discussion, comment, reply };
  }
  const open = await place("Sepsis Network", "open");
  const restricted = await place("Serious Incidents", "restricted");
  const confidential = await place("Quiet Room", "confidential");
  return {
    north,
    amara,
    priya,
    olu,
    app: {
      amara: await appFor(north, amara),
      priya: await appFor(north, priya),
      olu: await appFor(north, olu),
      stranger: appOf(north.origin, null),
    },
    open,
    restricted,
    confidential,
  };
}

/** The scene for all tests of a file, which ends with them. */
export function useScene(): Scene {
  const played = {} as Scene;
  beforeAll(async () => {
    Object.assign(played, await scene());
  });
  afterAll(() => played.north.stop());
  return played;
}
