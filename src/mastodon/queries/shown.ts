import type { FilterPlace } from "../../filters/index.ts";
import type { Id } from "../../core/id.ts";
import { quietAmong } from "../../peers/index.ts";
import { unwantedAmong } from "../../ties/index.ts";
import { keptFromHome } from "../../shelves/index.ts";
import { type Api, readerOf } from "../api.ts";
import { hides } from "../entities/filter.ts";
import type { Status } from "../entities/status.ts";
import { type Has, readerHas } from "./reader-has.ts";
import { statusesById } from "./statuses.ts";

/** Where posts stand in a list. Of a list of one's own, what holds at home holds. */
export type Place = FilterPlace | "list";

const none = new Set<Id>();

/**
 * Posts and boosts by their ids for a list, without what the asker does not want there: of people whom they muted or
 * who are blocked, of servers that they blocked, of lists that are kept from home, and what their filters hide. One's
 * own stays. Among what everybody is shown, nothing of a server that is silenced here, unless one follows it. In a
 * conversation those whom one muted stay; on somebody's profile what they wrote themselves stays.
 */
export async function shownIn(api: Api, place: Place, ids: Id[], given?: Has): Promise<Status[]> {
  if (ids.length === 0) return [];
  const has = given ?? (await readerHas(api));
  const quiet = place === "public" ? await quietAmong(api.ctx, ids) : none;
  const wanted = quiet.size > 0 ? ids.filter((id) => !quiet.has(id)) : ids;
  const found = await statusesById(api, wanted, has);
  const exclusive = place === "home" && has.exclusive;
  if (found.length === 0 || !(has.relations || has.filters || exclusive)) return found;
  const me = String(readerOf(api));
  const voices = ({ account, reblog }: Status): string[] => [
    ...(place === "account" ? [] : [account.id]),
    ...(reblog ? [reblog.account.id] : []),
  ];
  const [unwanted, kept] = await Promise.all([
    has.relations
      ? unwantedAmong(api.ctx, found.flatMap(voices).map(Number), { muted: place !== "thread" })
      : none,
    exclusive ? keptFromHome(api.ctx) : none,
  ]);
  const at = place === "list" ? "home" : place;
  // Nobody mutes or filters oneself; but one's own post, passed on by a workspace that one muted, is gone too.
  return found.filter(
    (one) =>
      !voices(one).some((id) => unwanted.has(Number(id))) &&
      !(kept.has(Number(one.account.id)) && one.account.id !== me) &&
      !hides(one.filtered, at),
  );
}
