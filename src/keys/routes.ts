import { keysPage } from "../../views/keys.ts";
import { administrator } from "../people/index.ts";
import { check, done, fields, tried, typed, type Web } from "../web/index.ts";
import { rotateInput } from "./input.ts";
import { rotateKeys } from "./operations.ts";
import { keysHeld } from "./queries.ts";

const path = "/admin/keys";

/** The keys that this instance signs with, for administrators. */
export function routes(app: Web): void {
  app.get(path, async (c) => {
    const { ctx, shell } = c.var;
    return c.html(keysPage({ shell, held: await keysHeld(ctx), values: {}, problems: [], now: ctx.clock() }));
  });
  app.post(path, async (c) => {
    const { ctx, shell } = c.var;
    administrator(ctx);
    const form = await fields(c);
    const result = await tried(async () => {
      check(rotateInput, form);
      return rotateKeys(ctx, form as Parameters<typeof rotateKeys>[1]);
    });
    if (!result.ok) {
      const held = await keysHeld(ctx);
      const { problems } = result;
      return c.html(keysPage({ shell, held, values: typed(form), problems, now: ctx.clock() }), 422);
    }
    const one = result.value === 1;
    return done(
      c,
      path,
      one ? "The key was replaced." : `The keys of ${result.value} people and workspaces were replaced.`,
    );
  });
}
