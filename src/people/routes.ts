import type { Web } from "../web/index.ts";
import type { Mailer } from "./mailer.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { meRoutes } from "./routes/me.ts";
import { peopleRoutes } from "./routes/people.ts";
import { registerRoutes } from "./routes/register.ts";
import { signInRoutes } from "./routes/sign-in.ts";

export interface PeopleServices {
  mailer: Mailer;
  secure: boolean;
}

/** Signing in, joining, one's own pages, the directory, and the administration of accounts and mail. */
export function routes(app: Web, { mailer }: PeopleServices): void {
  signInRoutes(app);
  registerRoutes(app);
  meRoutes(app);
  peopleRoutes(app);
  accountRoutes(app, mailer);
}
