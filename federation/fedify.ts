import { createFederation, type Federation } from "@fedify/fedify";
import { Application, Group, Person } from "@fedify/vocab";
import { and, count, eq, isNull } from "drizzle-orm";
import { actor, content, person, workspace } from "../db/index.ts";
import { current } from "../src/organisations/index.ts";
import { type Id, parseId } from "../src/core/id.ts";
import { documentOf } from "./actors/index.ts";
import type { Deps } from "./deps.ts";
import { createKv } from "./kv.ts";

const types = { Application, Group, Person } as const;

export const webFingerPath = "/.well-known/webfinger";

/** Nobody outside a confidential workspace learns by its name, or by its address, that it is there. */
async function isHidden({ store }: Deps, id: Id): Promise<boolean> {
  const [row] = await store.db
    .select({ level: workspace.level })
    .from(workspace)
    .where(eq(workspace.actorId, id));
  return row?.level === "confidential";
}

/**
 * What Fedify does here: actors, WebFinger, NodeInfo. Actors are made from our own JSON and go out as it is, because
 * `fromJsonLd` keeps the document it was made from, with the fields that the vocabulary does not know.
 */
export function fedify(deps: Deps): Federation<void> {
  const { env, store } = deps;
  const federation = createFederation<void>({
    kv: createKv(store, deps.clock),
    origin: env.origin,
    allowPrivateAddress: env.allowPrivateAddresses,
    userAgent: { software: `Tombolo/${env.version}`, url: env.origin },
  });

  federation
    .setActorDispatcher("/actors/{identifier}", async (ctx, identifier) => {
      const id = parseId(identifier) ?? 0;
      // WebFinger takes the address of an actor, too. Who may have the document itself is asked where it is served.
      if (ctx.url.pathname === webFingerPath && (await isHidden(deps, id))) return null;
      const document = await documentOf(deps, id);
      if (!document) return null;
      const type = types[document.type as keyof typeof types];
      return (await type.fromJsonLd(document, ctx)) as Group;
    })
    .mapHandle(async (_ctx, handle) => {
      const [row] = await store.db
        .select({ id: actor.id })
        .from(actor)
        .where(and(eq(actor.localHandle, handle.toLowerCase()), isNull(actor.gone)));
      return row ? String(row.id) : null;
    });

  // Where a page elsewhere sends a visitor who wants to follow from here (OStatus; Mastodon's and Lemmy's people know it).
  federation.setWebFingerLinksDispatcher(() => [
    {
      rel: "http://ostatus.org/schema/1.0/subscribe",
      template: `${env.origin}/authorize_interaction?uri={uri}`,
    },
  ]);

  federation.setNodeInfoDispatcher("/nodeinfo/2.1", async () => {
    const instance = await current(store);
    const [people] = await store.db
      .select({ total: count().mapWith(Number) })
      .from(person)
      .where(eq(person.state, "active"));
    const posts = (kind: "discussion" | "comment") =>
      store.db
        .select({ total: count().mapWith(Number) })
        .from(content)
        .innerJoin(actor, eq(actor.id, content.authorId))
        .innerJoin(workspace, eq(workspace.actorId, content.workspaceId))
        .where(
          and(
            eq(content.kind, kind),
            eq(actor.local, true),
            isNull(content.deleted),
            // How much is said among members is theirs to know.
            eq(workspace.level, "open"),
          ),
        );
    const [[discussions], [comments]] = await Promise.all([posts("discussion"), posts("comment")]);
    return {
      software: { name: "tombolo", version: env.version },
      protocols: ["activitypub"],
      usage: {
        users: { total: people?.total ?? 0 },
        localPosts: discussions?.total ?? 0,
        localComments: comments?.total ?? 0,
      },
      openRegistrations: false,
      metadata: {
        nodeName: instance?.name ?? "Tombolo",
        organisation: instance ? { name: instance.name, shortName: instance.shortName } : null,
        upstream: { name: "mastodon" },
      },
    } as never;
  });
  return federation;
}
