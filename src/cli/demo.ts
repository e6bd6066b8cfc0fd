import type { Command } from "./command.ts";

export const command: Command = {
  usage: "demo [--json] [--port N] [--data DIR]",
  about: "Starts three organisations on this machine, joined up, with people, workspaces and conversations.",
  options: {},
  explained: {
    json: "print what is there as one line of JSON, then go on serving",
    "port N": "the first of three ports; 3001 unless given, or the next that are free",
    "data DIR": "keep everything there, and go on with it the next time",
  },
  raw: true,
  async run(_values, rest) {
    const { demo } = await import("../demo/index.ts");
    return demo(rest);
  },
};
