import type { Web } from "../web/index.ts";
import type { Mailer } from "./mailer.ts";

export interface PeopleServices {
  mailer: Mailer;
  secure: boolean;
}

export function routes(_app: Web, _services: PeopleServices): void {}
