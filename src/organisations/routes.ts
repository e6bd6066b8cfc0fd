import type { Mailer } from "../people/index.ts";
import type { Web } from "../web/index.ts";

export interface OrganisationServices {
  setupCode: string;
  mailer: Mailer;
}

export function routes(_app: Web, _services: OrganisationServices): void {}
