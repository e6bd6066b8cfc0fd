import { managing } from "./pages-of-managers.ts";
import { member } from "./pages-of-members.ts";
import { stranger } from "./pages-of-strangers.ts";
import type { State } from "./state.ts";

export const states: State[] = [...stranger, ...member, ...managing];
