import { organisationPage, overviewPage } from "../../../views/organisations/admin.ts";
import { uploadedPicture } from "../../media/index.ts";
import { administrator, type Mailer, numbers } from "../../people/index.ts";
import { check, done, fields, tried, typed, type Web } from "../../web/index.ts";
import { organisationInput } from "../input.ts";
import { changeOrganisation } from "../operations.ts";
import { current } from "../queries.ts";
import { kindChoices } from "./setup.ts";

export function adminRoutes(app: Web, mailer: Mailer): void {
  app.get("/admin", async (c) => {
    const { ctx, shell } = c.var;
    const mailConfigured = mailer.configured;
    return c.html(overviewPage({ shell, numbers: await numbers(ctx), mailConfigured }));
  });

  app.get("/admin/organisation", async (c) => {
    const { ctx, shell } = c.var;
    administrator(ctx);
    const organisation = await current(ctx.store);
    const values = organisation
      ? {
          name: organisation.name,
          shortName: organisation.shortName,
          kind: organisation.kind,
          odsCode: organisation.odsCode,
          emailDomains: organisation.emailDomains.join("\n"),
          contact: organisation.contact,
          personalPosts: organisation.personalPosts ? "yes" : "no",
        }
      : {};
    return c.html(organisationPage({ shell, kinds: kindChoices, values }));
  });

  app.post("/admin/organisation", async (c) => {
    const { ctx, shell } = c.var;
    administrator(ctx);
    const form = await fields(c);
    const result = await tried(async () => {
      const input = check(organisationInput, { ...form, personalPosts: form.personalPosts === "yes" });
      const logo = await uploadedPicture(form.logo, "logo");
      await changeOrganisation(ctx, input, logo ?? (form.removeLogo === "yes" ? null : undefined));
    });
    if (!result.ok) {
      const filled = { values: typed(form), problems: result.problems };
      return c.html(organisationPage({ shell, kinds: kindChoices, ...filled }), 422);
    }
    return done(c, "/admin", "Your organisation was saved");
  });
}
