import type { Web } from "../web/index.ts";
import type { Mailer } from "./mailer.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { meRoutes } from "./routes/me.ts";
import { type OnPage, peopleRoutes } from "./routes/people.ts";
import { registerRoutes } from "./routes/register.ts";
import { signInRoutes } from "./routes/sign-in.ts";

export interface PeopleServices {
  mailer: Mailer;
  secure: boolean;
  onPage: OnPage;
}

/** Signing in, joining, one's own pages, the directory, and the administration of accounts and mail. */
export function routes(app: Web, { mailer, onPage }: PeopleServices): void {
  signInRoutes(app);
  registerRoutes(app);
  meRoutes(app);
  peopleRoutes(app, onPage);
  accountRoutes(app, mailer);
}
