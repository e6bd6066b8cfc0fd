import type { Scene } from "../script.ts";
import { champions } from "./champions.ts";
import { discharge } from "./discharge.ts";
import { falls } from "./falls.ts";
import { letter } from "./letter.ts";
import { nightShift } from "./night-shift.ts";
import { sepsis } from "./sepsis.ts";
import { sepsisOnWards } from "./sepsis-wards.ts";
import { teams } from "./teams.ts";
import { warmHomes } from "./warm-homes.ts";

/** What people said in the last weeks. */
export const scenes: readonly Scene[] = [
  nightShift,
  sepsis,
  sepsisOnWards,
  falls,
  letter,
  teams,
  champions,
  warmHomes,
  discharge,
];
