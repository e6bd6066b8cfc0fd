import { importPage, peerPage, peersPage, rulePage } from "../../views/peers.ts";
import { invalid } from "../core/refusal.ts";
import { administrator } from "../people/index.ts";
import { check, done, fields, tried, typed, type Request, type Web } from "../web/index.ts";
import { readList, writeList } from "./csv.ts";
import { ruleInput } from "./input.ts";
import { importList, retryNow, ruleOn, setAllowlistOnly } from "./operations.ts";
import { isAllowlistOnly, peerOf, peers, ruled } from "./queries.ts";

const list = "/admin/peers";
const largestList = 1024 * 1024;

async function rule(c: Request) {
  const { ctx, shell } = c.var;
  administrator(ctx);
  const form = await fields(c);
  const result = await tried(async () => {
    const input = check(ruleInput, form);
    await ruleOn(ctx, input);
    return input;
  });
  if (!result.ok) return c.html(rulePage({ shell, values: typed(form), problems: result.problems }), 422);
  const { host, rule } = result.value;
  return done(
    c,
    list,
    rule === "none" ? `Nothing special holds for ${host} any more.` : `${host} is ${rule}.`,
  );
}

async function takeList(c: Request) {
  const { ctx, shell } = c.var;
  administrator(ctx);
  const form = await fields(c);
  const result = await tried(async () => {
    const file = form.list;
    if (!(file instanceof File) || file.size === 0) throw invalid("list", "Choose a list");
    if (file.size > largestList) throw invalid("list", "The list must be smaller than 1 MB");
    const { listed, skipped } = readList(await file.text());
    if (listed.length === 0) throw invalid("list", "There is no server in this list that could be read");
    return { added: await importList(ctx, listed), skipped };
  });
  if (!result.ok) return c.html(importPage({ shell, problems: result.problems }), 422);
  const { added, skipped } = result.value;
  const rest = skipped > 0 ? ` ${skipped} lines could not be read.` : "";
  return done(c, list, `${added} ${added === 1 ? "server was" : "servers were"} added.${rest}`);
}

/** Other servers, for administrators. */
export function routes(app: Web): void {
  app.get(list, async (c) => {
    const { ctx, shell } = c.var;
    const page = Math.min(1000, Math.max(1, Number.parseInt(c.req.query("page") ?? "1", 10) || 1));
    const [{ items, more }, rules, allowlistOnly] = [
      await peers(ctx, page),
      await ruled(ctx),
      await isAllowlistOnly(ctx),
    ];
    return c.html(peersPage({ shell, items, more, page, rules, allowlistOnly, now: ctx.clock() }));
  });
  app.post(`${list}/allowlist`, async (c) => {
    const on = (await fields(c)).on === "yes";
    await setAllowlistOnly(c.var.ctx, on);
    return done(
      c,
      list,
      on ? "Only servers that are allowed are dealt with." : "All servers are dealt with.",
    );
  });
  app.get(`${list}/rule`, (c) => {
    const { ctx, shell } = c.var;
    administrator(ctx);
    return c.html(rulePage({ shell, values: { host: c.req.query("host") ?? "" }, problems: [] }));
  });
  app.post(`${list}/rule`, rule);
  app.get(`${list}/import`, (c) => {
    administrator(c.var.ctx);
    return c.html(importPage({ shell: c.var.shell, problems: [] }));
  });
  app.post(`${list}/import`, takeList);
  app.get(`${list}/blocks.csv`, async (c) =>
    c.body(writeList(await ruled(c.var.ctx)), 200, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="domain_blocks.csv"',
    }),
  );
  app.get(`${list}/:host`, async (c) => {
    const { ctx, shell } = c.var;
    return c.html(peerPage({ shell, peer: await peerOf(ctx, c.req.param("host")), now: ctx.clock() }));
  });
  app.post(`${list}/:host/retry`, async (c) => {
    const host = c.req.param("host");
    await retryNow(c.var.ctx, host);
    return done(c, `${list}/${host}`, "What waits is being sent.");
  });
}
