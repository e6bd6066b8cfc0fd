import { createHash, timingSafeEqual } from "node:crypto";
import { setUpPage } from "../../../views/organisations/setup.ts";
import { networkOf } from "../../core/network.ts";
import { invalid, notFound } from "../../core/refusal.ts";
import { uploadedPicture } from "../../media/index.ts";
import { countAttempt, keepSession } from "../../people/index.ts";
import { check, done, fields, type Fields, type Request, tried, typed, type Web } from "../../web/index.ts";
import { setUpInput } from "../input.ts";
import { setUp } from "../operations.ts";
import { current } from "../queries.ts";
import { atThisMachine, type Kind, kinds } from "../rules.ts";

export const kindChoices = Object.entries(kinds) as [Kind, string][];

const hash = (text: string) => createHash("sha256").update(text).digest();

/** Someone at another machine shows with the code that the server is theirs. */
function asksCode(c: Request): boolean {
  const forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];
  // A proxy on this machine that says nothing of itself looks like a visitor here; a public address tells it apart.
  const served = new URL(c.var.ctx.origin).hostname;
  if (served !== "localhost" && !served.endsWith(".localhost")) return true;
  return !atThisMachine({
    address: c.var.address,
    host: c.req.header("host") ?? "",
    forwarded: forwarded.some((name) => c.req.header(name) !== undefined),
  });
}

async function checkCode(c: Request, form: Fields, setupCode: string): Promise<void> {
  const rightful = await countAttempt(c.var.ctx, [
    { key: `set-up from ${networkOf(c.var.address)}`, max: 10, minutes: 15 },
    { key: "set-up", max: 100, minutes: 60 },
  ]);
  const given = typeof form.code === "string" ? form.code.replace(/\s/g, "") : "";
  if (!timingSafeEqual(hash(given), hash(setupCode))) {
    throw invalid("code", "Enter the 6 figures that were printed when the server started");
  }
  await rightful();
}

export function setUpRoutes(app: Web, setupCode: string): void {
  app.use("/setup", async (c, next) => {
    if (await current(c.var.ctx.store)) throw notFound();
    await next();
  });

  app.get("/setup", (c) =>
    c.html(setUpPage({ shell: c.var.shell, kinds: kindChoices, asksCode: asksCode(c) })),
  );

  app.post("/setup", async (c) => {
    const form = await fields(c);
    const { ctx, shell } = c.var;
    const result = await tried(async () => {
      if (asksCode(c)) await checkCode(c, form, setupCode);
      const input = check(setUpInput, form);
      const logo = await uploadedPicture(form.logo, "logo");
      return setUp(ctx, input, { logo, userAgent: c.req.header("user-agent") ?? null });
    });
    if (!result.ok) {
      const { problems } = result;
      const filled = { values: typed(form), problems };
      return c.html(setUpPage({ shell, kinds: kindChoices, asksCode: asksCode(c), ...filled }), 422);
    }
    keepSession(c, result.value.token);
    return done(c, "/", "Your community is set up, and you are signed in as its administrator");
  });
}
