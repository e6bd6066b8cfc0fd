import { shell } from "../organisations/index.ts";
import { addMember } from "../people/index.ts";
import { needed, optional, type Command } from "./command.ts";
import { onInstance } from "./instance.ts";
import { givenPassword, passwordExplained, passwordOptions } from "./password.ts";

export const command: Command = {
  usage: "member add --name <name> --email <address> [options]",
  about: "Adds a member of the organisation, who can sign in at once, or invites one by e-mail.",
  options: {
    name: { type: "string" },
    email: { type: "string" },
    job: { type: "string" },
    place: { type: "string" },
    administrator: { type: "boolean" },
    invite: { type: "boolean" },
    ...passwordOptions,
  },
  explained: {
    name: "first and last name",
    email: "their e-mail address",
    job: "what they do, such as Ward sister",
    place: "where they work",
    administrator: "makes them an administrator",
    invite: "sends a link to choose a password, instead of setting one",
    ...passwordExplained,
  },
  async run(values) {
    const name = needed(values, "name");
    const email = needed(values, "email");
    const invite = values.invite === true;
    const password = invite ? undefined : givenPassword(values);
    return onInstance(async (ctx) => {
      const added = await addMember(await shell(ctx), {
        name,
        email,
        job: optional(values, "job"),
        place: optional(values, "place"),
        role: values.administrator ? "administrator" : "member",
        how: invite ? "invite" : "password",
        password,
      });
      console.log(`Added ${name}: @${added.handle}@${ctx.host}`);
      if (invite) console.log(`An invitation goes to ${email}.`);
      if (added.password) console.log(`Password: ${added.password}`);
      return 0;
    });
  },
};
