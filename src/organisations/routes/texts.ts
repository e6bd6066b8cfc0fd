import {
  accessibilityPage,
  contactPage,
  cookiesPage,
  helpPage,
  privacyPage,
  termsPage,
} from "../../../views/organisations/texts.ts";
import { administrators } from "../../people/index.ts";
import type { Web } from "../../web/index.ts";
import { current } from "../queries.ts";

const pages = {
  "/help": helpPage,
  "/accessibility-statement": accessibilityPage,
  "/privacy": privacyPage,
  "/terms": termsPage,
  "/cookies": cookiesPage,
};

export function textRoutes(app: Web): void {
  for (const [path, text] of Object.entries(pages)) app.get(path, (c) => c.html(text(c.var.shell)));
  app.get("/contact", async (c) => {
    const { ctx, shell } = c.var;
    const contact = (await current(ctx.store))?.contact ?? "";
    return c.html(contactPage({ shell, contact, administrators: await administrators(ctx.store.db) }));
  });
}
