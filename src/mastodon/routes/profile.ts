import { z } from "zod";
import { forMembers } from "../../apps/index.ts";
import { Refusal } from "../../core/refusal.ts";
import { uploadedPicture } from "../../media/index.ts";
import { changeProfilePart, preferencesOf, setPreferences } from "../../people/index.ts";
import { type Parameter, parameters, type Request, type Web } from "../../web/index.ts";
import { apiOf } from "../api.ts";
import { flag, words } from "../input.ts";
import { check } from "../../web/index.ts";
import { inWords } from "../posting/refusals.ts";
import { ownAccount } from "../queries/own-account.ts";

const field = z.object({ name: words.nullish(), value: words.nullish() });

const body = z.object({
  display_name: words.optional(),
  note: words.optional(),
  locked: flag.optional(),
  bot: flag.optional(),
  discoverable: flag.nullish(),
  indexable: flag.nullish(),
  /** A list, or by number as forms of Rails have it. */
  fields_attributes: z
    .any()
    .optional()
    .transform((given): unknown[] | undefined => {
      if (given === undefined || given === null) return undefined;
      return Array.isArray(given) ? given : typeof given === "object" ? Object.values(given as object) : [];
    })
    .pipe(z.array(field).max(50).optional()),
  source: z
    .object({
      privacy: words.optional(),
      sensitive: flag.optional(),
      language: words.nullish(),
    })
    .optional(),
});

const isFile = (value: Parameter): value is File => value instanceof File;

const update = async (c: Request) => {
  const api = await apiOf(c);
  const sent = await parameters(c);
  const input = check(body, sent);
  if (input.bot) throw new Refusal("invalid", "Accounts here are of people, under their own names.");
  if (isFile(sent.header) && sent.header.size > 0)
    throw new Refusal("invalid", "Profiles here have no picture across the top.");
  const { source } = input;
  if (source) {
    await inWords(() =>
      setPreferences(api.ctx, {
        visibility: source.privacy as "public" | undefined,
        sensitive: source.sensitive,
        // An empty text is none.
        language: source.language === undefined ? undefined : source.language || null,
      }),
    );
  }
  const changes = {
    name: input.display_name,
    summary: input.note,
    approves: input.locked,
    discoverable: input.discoverable ?? undefined,
    indexable: input.indexable ?? undefined,
    fields: input.fields_attributes?.map(({ name, value }) => ({ name: name ?? "", value: value ?? "" })),
  };
  const picture = isFile(sent.avatar)
    ? ((await uploadedPicture(sent.avatar, "avatar")) ?? undefined)
    : undefined;
  if (picture || Object.values(changes).some((value) => value !== undefined))
    await inWords(() => changeProfilePart(api.ctx, changes, picture));
  return c.json(await ownAccount(api));
};

/** One's own profile, and what one's apps begin a post with. */
export function profileRoutes(app: Web): void {
  const writing = forMembers("write:accounts");
  app.patch("/api/v1/accounts/update_credentials", writing, update);
  app.put("/api/v1/accounts/update_credentials", writing, update);

  app.delete("/api/v1/profile/avatar", writing, async (c) => {
    const api = await apiOf(c);
    await changeProfilePart(api.ctx, {}, null);
    return c.json(await ownAccount(api));
  });
  // There is none to remove.
  app.delete("/api/v1/profile/header", writing, async (c) => c.json(await ownAccount(await apiOf(c))));

  app.get("/api/v1/preferences", forMembers("read:accounts"), async (c) => {
    const { visibility, sensitive, language } = await preferencesOf((await apiOf(c)).ctx);
    return c.json({
      "posting:default:visibility": visibility,
      "posting:default:sensitive": sensitive,
      "posting:default:language": language,
      "posting:default:quote_policy": "nobody",
      "reading:expand:media": "default",
      "reading:expand:spoilers": false,
      "reading:autoplay:gifs": false,
    });
  });
}
