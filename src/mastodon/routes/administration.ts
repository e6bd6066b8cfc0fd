import { createHash } from "node:crypto";
import { z } from "zod";
import { forMembers } from "../../apps/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { notFound, Refusal } from "../../core/refusal.ts";
import { decideReport, hidePerson, showPerson } from "../../moderation/index.ts";
import { closeAccount, decideRequest } from "../../people/index.ts";
import { ruleInput, ruleOn } from "../../peers/index.ts";
import { check, type Request, type Web } from "../../web/index.ts";
import { type Api, apiOf, date } from "../api.ts";
import { flag, taken, words } from "../input.ts";
import { pagingOf } from "../paging.ts";
import {
  administeredAccount,
  administeredAccounts,
  administeredReport,
  administeredReports,
  type AdminAccount,
  type NumberedRule,
  numberedRules,
} from "../queries/administered.ts";
import { answer } from "./timelines.ts";

const idOf = (c: Request): Id | null => parseId(c.req.param("id"));
const text = words.nullish().transform((given) => (given ?? "").slice(0, 1000));

const actionBody = z.object({
  type: z.enum(["none", "disable", "suspend"], {
    error: "Choose none, disable or suspend: nothing else is done to accounts here",
  }),
  report_id: words.nullish(),
  text,
});
const ruleBody = z.object({
  domain: words.optional(),
  severity: z
    .enum(["silence", "suspend"], { error: "Choose silence or suspend: no server is only noted here" })
    .optional(),
  public_comment: text,
  private_comment: text,
});

/** What the older version of the list calls by names of their own. */
const statuses = ["active", "pending", "disabled", "silenced", "suspended"];

function olderFilter(query: Record<string, string>) {
  const { username, email } = query;
  const is = (name: string) => flag.safeParse(query[name]).data === true;
  return {
    ...{ username, email },
    origin: is("remote") ? "remote" : "local",
    status: statuses.find(is),
  };
}

/** Accounts: who asks to be let in, closing an account, hiding what somebody elsewhere writes. */
function accountRoutes(app: Web): void {
  const path = "/api/v1/admin/accounts";
  const read = forMembers("admin:read:accounts");
  const writes = forMembers("admin:write:accounts");
  const paging = (c: Request) => pagingOf(c, { usual: 100, most: 200 });

  app.get(path, read, async (c) =>
    answer(c, await administeredAccounts(await apiOf(c), olderFilter(c.req.query()), paging(c))),
  );
  app.get("/api/v2/admin/accounts", read, async (c) => {
    const { origin, status, username, email } = c.req.query();
    return answer(
      c,
      await administeredAccounts(await apiOf(c), { origin, status, username, email }, paging(c)),
    );
  });
  app.get(`${path}/:id`, read, async (c) => c.json(await administeredAccount(await apiOf(c), idOf(c))));

  const change =
    (work: (api: Api, known: AdminAccount, c: Request) => Promise<void>) => async (c: Request) => {
      const api = await apiOf(c);
      const known = await administeredAccount(api, idOf(c));
      await work(api, known, c);
      return c.json(await administeredAccount(api, Number(known.id)));
    };
  app.post(
    `${path}/:id/approve`,
    writes,
    change(({ ctx }, { id }) => decideRequest(ctx, Number(id), { decision: "approve", answer: "" })),
  );
  app.post(`${path}/:id/reject`, writes, async (c) => {
    const api = await apiOf(c);
    const known = await administeredAccount(api, idOf(c));
    await decideRequest(api.ctx, Number(known.id), { decision: "decline", answer: "" });
    // Nothing of theirs is kept.
    return c.json(known);
  });
  app.post(`${path}/:id/action`, writes, async (c) => {
    const api = await apiOf(c);
    const known = await administeredAccount(api, idOf(c));
    const { type, report_id: reportId, text: why } = await taken(c, actionBody);
    const id = Number(known.id);
    // Looked for first: nothing is done by half.
    const report = reportId ? await administeredReport(api, parseId(reportId)) : null;
    if (type === "suspend") await hidePerson(api.ctx, { personId: id, reason: why || "By an administrator" });
    if (type === "disable") {
      if (known.domain !== null) throw new Refusal("invalid", "This account is another organisation's.");
      await closeAccount(api.ctx, id);
    }
    if (report)
      await decideReport(api.ctx, { reportId: Number(report.id), acted: type !== "none", note: why });
    return c.json({});
  });
  app.post(
    `${path}/:id/unsuspend`,
    writes,
    change(({ ctx }, { id }) => showPerson(ctx, { personId: Number(id) })),
  );
}

/** What the administrators were told. */
function reportRoutes(app: Web): void {
  const path = "/api/v1/admin/reports";
  const read = forMembers("admin:read:reports");
  const writes = forMembers("admin:write:reports");
  app.get(path, read, async (c) => {
    const { resolved, account_id: account, target_account_id: target } = c.req.query();
    const filter = {
      resolved: flag.safeParse(resolved).data === true,
      account: parseId(account),
      target: parseId(target),
    };
    const paging = pagingOf(c, { usual: 100, most: 200 });
    return answer(c, await administeredReports(await apiOf(c), filter, paging));
  });
  app.get(`${path}/:id`, read, async (c) => c.json(await administeredReport(await apiOf(c), idOf(c))));
  app.post(`${path}/:id/resolve`, writes, async (c) => {
    const api = await apiOf(c);
    const { id } = await administeredReport(api, idOf(c));
    await decideReport(api.ctx, { reportId: Number(id), acted: true, note: "" });
    return c.json(await administeredReport(api, Number(id)));
  });
}

const block = ({ id, host, rule, reason, created }: NumberedRule) => ({
  ...{ id, domain: host, created_at: date(created) },
  digest: createHash("sha256").update(host).digest("hex"),
  severity: rule === "suspended" ? "suspend" : "silence",
  reject_media: rule === "suspended",
  reject_reports: rule === "suspended",
  private_comment: reason || null,
  public_comment: null,
  obfuscate: false,
});

const allow = ({ id, host, created }: NumberedRule) => ({ id, domain: host, created_at: date(created) });

/** What holds for other servers. */
function serverRoutes(app: Web, allowed: boolean): void {
  const kind = allowed ? "domain_allows" : "domain_blocks";
  const path = `/api/v1/admin/${kind}`;
  const read = forMembers(`admin:read:${kind}`);
  const writes = forMembers(`admin:write:${kind}`);
  const shaped = allowed ? allow : block;

  async function ruleIn(c: Request, api: Api): Promise<NumberedRule> {
    const found = (await numberedRules(api, allowed)).find(({ id }) => id === c.req.param("id"));
    if (!found) throw notFound();
    return found;
  }
  async function set(c: Request, api: Api, host: string) {
    const { severity = "silence", public_comment: said, private_comment: noted } = await taken(c, ruleBody);
    const rule = allowed ? "allowed" : severity === "suspend" ? "suspended" : "silenced";
    const input = check(ruleInput, { host, rule, reason: noted || said });
    await ruleOn(api.ctx, input);
    const made = (await numberedRules(api, allowed)).find((one) => one.host === input.host);
    if (!made) throw notFound();
    return c.json(shaped(made));
  }

  app.get(path, read, async (c) => c.json((await numberedRules(await apiOf(c), allowed)).map(shaped)));
  app.get(`${path}/:id`, read, async (c) => c.json(shaped(await ruleIn(c, await apiOf(c)))));
  app.post(path, writes, async (c) => {
    const { domain } = await taken(c, ruleBody);
    return set(c, await apiOf(c), domain ?? "");
  });
  if (!allowed)
    app.put(`${path}/:id`, writes, async (c) => {
      const api = await apiOf(c);
      return set(c, api, (await ruleIn(c, api)).host);
    });
  app.delete(`${path}/:id`, writes, async (c) => {
    const api = await apiOf(c);
    const { host } = await ruleIn(c, api);
    await ruleOn(api.ctx, { host, rule: "none", reason: "" });
    return c.json({});
  });
}

/**
 * What administrators do from an app, with the permissions that they have on the pages (Mastodon's admin API): accounts,
 * reports, other servers. An app that was not let in for `admin:` scopes does nothing of it.
 */
export function administrationRoutes(app: Web): void {
  accountRoutes(app);
  reportRoutes(app);
  serverRoutes(app, false);
  serverRoutes(app, true);
}
