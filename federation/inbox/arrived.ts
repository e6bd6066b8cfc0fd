import type { Context } from "../../src/context.ts";
import type { Id } from "../../src/core/id.ts";
import type { Json } from "../actors/documents.ts";
import type { ActorRow } from "../actors/rows.ts";
import { contextFor, type Deps, remoteActing } from "../deps.ts";
import type { Activity } from "../read.ts";

/** An activity whose sender is known for certain. */
export interface Arrived {
  activity: Activity;
  /** Whose act it is: signed the request, or proved the activity, or its server showed it to us. */
  sender: ActorRow;
  /** Set when a workspace that lives elsewhere has passed it on: its home has accepted it, so here it is carried out. */
  group: ActorRow | null;
  /** As it came, where a workspace passed it on. */
  raw?: Json;
}

export type Outcome =
  | { state: "done" }
  | { state: "ignored"; problem: string }
  | { state: "refused"; problem: string }
  /** Try again later: another server has to be asked first. */
  | { state: "later"; problem: string };

export const done: Outcome = { state: "done" };
export const ignored = (problem: string): Outcome => ({ state: "ignored", problem });
export const refused = (problem: string): Outcome => ({ state: "refused", problem });
export const later = (problem: string): Outcome => ({ state: "later", problem });

/** The sender acts, under the same rules as everyone; or, passed on by the workspace's home, without asking again. */
export const actingContext = (deps: Deps, { sender, group }: Arrived): Context =>
  contextFor(deps, { ...remoteActing(sender.id), local: sender.local }, group !== null);

/** Nobody here acts: a home elsewhere has decided. */
export const settledContext = (deps: Deps, actorId: Id | null): Context =>
  contextFor(deps, actorId === null ? null : remoteActing(actorId), true);

export type Handler = (deps: Deps, arrived: Arrived) => Promise<Outcome>;

/** The sender's act, where somebody else has established that it counts. */
export const contextOfSettled = (deps: Deps, { sender }: Arrived): Context =>
  contextFor(deps, { ...remoteActing(sender.id), local: sender.local }, true);
