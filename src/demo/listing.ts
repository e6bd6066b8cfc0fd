import { password, type Company, workspaceCalled } from "./company.ts";
import { organisations } from "./scenes/organisations.ts";
import { type Where, workspaces } from "./scenes/workspaces.ts";

/** What is there, and how to sign in: the line that `--json` prints. */
export interface Listing {
  instances: {
    origin: string;
    organisation: string;
    members: {
      name: string;
      email: string;
      password: string;
      handle: string;
      role: "member" | "administrator";
    }[];
    workspaces: { handle: string; name: string; level: "open" | "restricted"; url: string }[];
  }[];
}

export function listing({ children, members }: Company): Listing {
  return {
    instances: Object.values(children).map(({ place, origin }) => ({
      origin,
      organisation: organisations[place].name,
      members: members
        .filter(({ home }) => home === place)
        .map(({ name, email, handle, administrator }) => ({
          name,
          email,
          password,
          handle,
          role: administrator ? "administrator" : "member",
        })),
      workspaces: (Object.keys(workspaces) as Where[])
        .map(workspaceCalled)
        .filter(({ home }) => home === place)
        .map(({ handle, name, level }) => ({ handle, name, level, url: `${origin}/workspaces/${handle}` })),
    })),
  };
}

/** The same for people. */
export function spoken({ instances }: Listing, main: string): string {
  const [start] = instances.filter(({ members }) => members.some(({ name }) => name === main));
  const one = start?.members.find(({ name }) => name === main);
  const lines = instances.flatMap(({ origin, organisation, members, workspaces: there }) => [
    "",
    `${organisation}   ${origin}`,
    ...there.map(({ name, level, url }) => `    ${name} (${level})   ${url}`),
    ...members.map(
      ({ name, email, role }) => `    ${email}   ${name}${role === "member" ? "" : ", administrator"}`,
    ),
  ]);
  return [
    ...lines,
    "",
    `Open ${start?.origin}/sign-in and sign in as ${one?.email}`,
    `The password of everybody is: ${password}`,
    "",
    "Ctrl-C ends it.",
  ].join("\n");
}
