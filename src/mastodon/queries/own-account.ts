import { and, eq } from "drizzle-orm";
import { actor, membership } from "../../../db/index.ts";
import { preferencesOf, summaryText } from "../../people/index.ts";
import { type Api, readerOf } from "../api.ts";
import { accountById } from "./accounts.ts";
import { roleOf } from "./administered.ts";
import { whoAsks } from "./requests.ts";

/** Somebody's own account, with what only they see of it (Mastodon's CredentialAccount). */
export async function ownAccount(api: Api) {
  const me = readerOf(api);
  const { db } = api.ctx.store;
  const account = await accountById(api, me);
  const workspaces = await db.$count(
    membership,
    and(eq(membership.actorId, me), eq(membership.state, "active")),
  );
  const [said] = await db
    .select({
      summary: actor.summary,
      job: actor.job,
      organisation: actor.organisation,
      place: actor.place,
      fields: actor.fields,
    })
    .from(actor)
    .where(eq(actor.id, me));
  const field = (name: string, value: string | null | undefined) =>
    value ? [{ name, value, verified_at: null }] : [];
  const asking = await whoAsks(api);
  const { visibility, sensitive, language } = await preferencesOf(api.ctx);
  return {
    ...account,
    following_count: account.following_count + workspaces,
    source: {
      note: summaryText(said?.summary ?? ""),
      fields: [
        ...field("Job", said?.job),
        ...field("Organisation", said?.organisation ?? api.ours),
        ...field("Place", said?.place),
        ...(said?.fields ?? []).flatMap(({ name, value }) => field(name, value)),
      ],
      privacy: visibility,
      sensitive,
      language,
      follow_requests_count: asking.length,
      hide_collections: true,
      discoverable: account.discoverable,
      indexable: account.indexable,
      attribution_domains: [],
      quote_policy: "nobody",
    },
    role: roleOf(api.ctx.actor?.administrator ?? false),
  };
}
