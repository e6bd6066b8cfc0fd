import type { Mailer } from "../people/index.ts";
import type { Web } from "../web/index.ts";
import { adminRoutes } from "./routes/admin.ts";
import { setUpRoutes } from "./routes/setup.ts";
import { textRoutes } from "./routes/texts.ts";

export interface OrganisationServices {
  /** Printed at start. */
  setupCode: string;
  mailer: Mailer;
}

/** The set-up, the organisation's own details, and what every site says about itself. */
export function routes(app: Web, { setupCode, mailer }: OrganisationServices): void {
  setUpRoutes(app, setupCode);
  adminRoutes(app, mailer);
  textRoutes(app);
}
