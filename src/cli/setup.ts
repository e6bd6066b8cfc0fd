import { kinds, setUp, type Kind } from "../organisations/index.ts";
import { generatePassword } from "../people/passwords.ts";
import { needed, optional, type Command } from "./command.ts";
import { onInstance } from "./instance.ts";
import { givenPassword, passwordExplained, passwordOptions } from "./password.ts";

export const command: Command = {
  usage: "setup --name <organisation> --kind <kind> --admin-name <name> --admin-email <address> [options]",
  about: "Sets up the organisation and its first administrator, as the page /setup does.",
  options: {
    name: { type: "string" },
    "short-name": { type: "string" },
    kind: { type: "string", default: "other" },
    "ods-code": { type: "string" },
    "email-domains": { type: "string" },
    "admin-name": { type: "string" },
    "admin-email": { type: "string" },
    ...passwordOptions,
  },
  explained: {
    name: "the organisation's name",
    "short-name": "its short name, for narrow places",
    kind: `one of: ${Object.keys(kinds).join(", ")}`,
    "ods-code": "its code in the Organisation Data Service, if it has one",
    "email-domains": "domains whose addresses may register themselves, with commas between",
    "admin-name": "first and last name of the first administrator",
    "admin-email": "their e-mail address",
    ...passwordExplained,
  },
  async run(values) {
    const name = needed(values, "name");
    const administratorName = needed(values, "admin-name");
    const email = needed(values, "admin-email");
    const given = givenPassword(values);
    const password = given ?? generatePassword();
    return onInstance(async (ctx) => {
      const { handle } = await setUp(ctx, {
        name,
        shortName: optional(values, "short-name"),
        kind: optional(values, "kind") as Kind,
        odsCode: optional(values, "ods-code"),
        emailDomains: optional(values, "email-domains")?.replaceAll(",", "\n"),
        administratorName,
        email,
        password,
      });
      console.log(`${name} is set up at ${ctx.origin}`);
      console.log(`${administratorName} (@${handle}@${ctx.host}) signs in with ${email}`);
      if (given === undefined) console.log(`Password: ${password}`);
      return 0;
    });
  },
};
