import { examine, line } from "../doctor/index.ts";
import { optional, type Command } from "./command.ts";

export const command: Command = {
  usage: "doctor [--federation @name@host]",
  about:
    "Checks configuration, storage, database, mail, clock, and that ORIGIN is reachable.\n" +
    "Exits with 1 where something is wrong. A check that could not be made shows –.",
  options: { federation: { type: "string" } },
  explained: { federation: "somebody elsewhere, to be found and fetched with a signed request" },
  async run(values) {
    const healthy = await examine((finding) => console.log(line(finding)), optional(values, "federation"));
    return healthy ? 0 : 1;
  },
};
