import { rotateKeys } from "../keys/index.ts";
import { shell } from "../organisations/index.ts";
import type { Command } from "./command.ts";
import { onInstance } from "./instance.ts";

export const command: Command = {
  usage: "keys rotate [options]",
  about:
    "Replaces the key of this instance, or everybody's. A running server makes the new ones within a minute, and tells other servers.",
  options: { all: { type: "boolean" }, compromised: { type: "boolean" } },
  explained: {
    all: "those of all people and workspaces too",
    compromised: "somebody else may have the old ones: they count nothing from now on",
  },
  run: (values) =>
    onInstance(async (ctx) => {
      const count = await rotateKeys(await shell(ctx), {
        whose: values.all ? "all" : "instance",
        compromised: values.compromised ? "yes" : "no",
        sure: "yes",
      });
      console.log(count === 1 ? "The key was replaced." : `The keys of ${count} actors were replaced.`);
      return 0;
    }),
};
