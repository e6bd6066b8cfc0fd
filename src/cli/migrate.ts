import { openStore } from "../../db/index.ts";
import { readEnv } from "../env.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  usage: "migrate",
  about: "Brings the database to the newest schema. The server does it by itself when it starts.",
  options: {},
  explained: {},
  async run() {
    const env = readEnv();
    const store = await openStore(env.databaseUrl, env.root);
    await store.close();
    console.log("The database has the newest schema.");
    return 0;
  },
};
