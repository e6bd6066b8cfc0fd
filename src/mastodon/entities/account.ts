import { pictureHref, slug } from "../../actors/index.ts";
import { escapeHtml } from "../../core/escape.ts";
import { formerMember, mayRead, type Level, maySeeHome, type Standing } from "../../workspaces/index.ts";
import { absolute, type Api, date, day } from "../api.ts";
import { subset } from "../markup.ts";
import type { AccountRow } from "../queries/accounts.ts";
import { type CustomEmoji, customEmoji } from "./tag.ts";

export interface Field {
  name: string;
  value: string;
  verified_at: string | null;
}

/** Mastodon's Account: somebody, or a workspace (`group`). */
export interface Account {
  id: string;
  username: string;
  acct: string;
  display_name: string;
  locked: boolean;
  bot: boolean;
  group: boolean;
  discoverable: boolean;
  indexable: boolean;
  noindex: boolean;
  hide_collections: boolean;
  created_at: string;
  note: string;
  url: string;
  uri: string;
  avatar: string;
  avatar_static: string;
  header: string;
  header_static: string;
  followers_count: number;
  following_count: number;
  statuses_count: number;
  last_status_at: string | null;
  emojis: CustomEmoji[];
  fields: Field[];
  roles: never[];
  suspended?: true;
}

const levels: Record<Level, string> = {
  open: "Open: everybody can read and join",
  restricted: "Restricted: ask to join",
  private: "Private: ask to join",
  confidential: "Confidential: joined by invitation",
};

const field = (name: string, value: string | null): Field[] =>
  value ? [{ name, value: escapeHtml(value), verified_at: null }] : [];

/** What a workspace, or a person, says of itself to the one who asks. */
function about(api: Api, row: AccountRow, standing: Standing | null, organisation: string) {
  if (standing && row.level) {
    return {
      note: `<p>${escapeHtml(row.purpose ?? "")}</p>${maySeeHome(standing) ? subset(row.summary) : ""}`,
      fields: [...field("Who can join", levels[row.level]), ...field("Organisation", organisation)],
    };
  }
  const member = api.ctx.actor !== null;
  return {
    note: member ? subset(row.summary) : "",
    fields: [
      ...field("Job", row.job),
      ...field("Organisation", organisation),
      ...(member ? field("Place", row.place) : []),
      ...(row.fields ?? []).flatMap(({ name, value }) => field(name, value)),
    ],
  };
}

/** @param standing how the one who asks stands in it, where it is a workspace */
export function account(api: Api, row: AccountRow, standing: Standing | null): Account {
  const organisation = row.organisation ?? (row.local ? api.ours : (row.peerName ?? row.host));
  const picture = row.gone ? null : pictureHref(row);
  const avatar = absolute(
    api,
    picture ?? (standing ? "/api/pictures/workspace.png" : "/api/pictures/person.png"),
  );
  const header = absolute(api, "/api/pictures/header.png");
  const readable = standing === null || mayRead(standing);
  return {
    id: String(row.id),
    username: row.handle,
    acct: slug(row),
    display_name: row.gone ? formerMember : row.name || row.handle,
    locked: standing ? standing.level !== "open" : row.approves,
    bot: false,
    group: standing !== null,
    discoverable: row.discoverable,
    indexable: row.indexable,
    noindex: !row.indexable,
    hide_collections: standing === null ? api.ctx.actor === null : !readable,
    created_at: date(row.created),
    url: row.url ?? row.iri,
    uri: row.iri,
    avatar,
    avatar_static: avatar,
    header,
    header_static: header,
    followers_count: standing === null ? row.followers : (row.members ?? 0),
    following_count: row.following,
    statuses_count: readable ? row.posts : 0,
    last_status_at: standing && readable && row.lastActivity ? day(row.lastActivity) : null,
    emojis: (row.emojis ?? []).map((one) => customEmoji(api, one)),
    roles: [],
    ...(row.gone
      ? { note: "", emojis: [], fields: [], suspended: true }
      : about(api, row, standing, organisation)),
  };
}
