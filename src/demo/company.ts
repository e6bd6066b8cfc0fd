import type { Child } from "./child.ts";
import type { Person, Place, Workspace } from "./script.ts";
import { organisations } from "./scenes/organisations.ts";
import { people, type Who } from "./scenes/people.ts";
import { type Where, workspaces } from "./scenes/workspaces.ts";

export const password = "low tide at the sandbar";

/** Somebody with an account on one of the instances. */
export interface Member extends Person {
  email: string;
  handle: string;
  /** `@handle@host` */
  address: string;
  child: Child;
}

export interface Company {
  children: Record<Place, Child>;
  member(who: Who): Member;
  members: Member[];
  /** Address of a workspace, `@handle@host`. */
  address(where: Where): string;
}

const names = Object.keys(people) as Who[];
export const personCalled = (who: Who): Person => people[who];
export const workspaceCalled = (where: Where): Workspace => workspaces[where];

/** `priya.nair@southmere.example` */
function emailOf({ name, home }: Person): string {
  const plain = name.replace(/^Dr /, "").toLowerCase();
  return `${plain.replace(/[^a-z]+/g, ".")}@${organisations[home].emailDomain}`;
}

/** Sets up each organisation and adds its people, all three at the same time. */
export async function assemble(children: Record<Place, Child>): Promise<Company> {
  const members = new Map<Who, Member>();
  await Promise.all(
    Object.values(children).map(async (child) => {
      const own = names.filter((who) => people[who].home === child.place);
      // The administrator comes first: there is no organisation before.
      own.sort((a, b) => Number(!personCalled(a).administrator) - Number(!personCalled(b).administrator));
      for (const who of own) {
        const known = personCalled(who);
        const { name, job, place, organisation = "", about = "" } = known;
        const email = emailOf(known);
        const input = { name, job, place, organisation, about, email, password };
        const { handle } = known.administrator
          ? await child.ask("set up", { ...organisations[child.place], administrator: input })
          : await child.ask("add member", input);
        members.set(who, { ...known, email, handle, address: `@${handle}@${child.host}`, child });
      }
    }),
  );
  return {
    children,
    members: names.map((who) => members.get(who)!),
    member: (who) => members.get(who)!,
    address: (where) => `@${workspaces[where].handle}@${children[workspaces[where].home].host}`,
  };
}
