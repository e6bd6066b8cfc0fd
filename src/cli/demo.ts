import type { Command } from "./command.ts";

export const command: Command = {
  usage: "demo [--json]",
  about: "Starts three organisations on this machine, joined up, with people, workspaces and conversations.",
  options: {},
  explained: { json: "print what is there as one line of JSON, then go on serving" },
  raw: true,
  async run(_values, rest) {
    const { demo } = await import("../demo/index.ts");
    return demo(rest);
  },
};
