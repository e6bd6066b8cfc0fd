import { z } from "zod";
import { emailAddress, passwordText, personName, tidy } from "../people/index.ts";
import { domainPattern, domainsIn, type Kind, kinds, odsPattern } from "./rules.ts";

const name = z
  .string({ error: "Enter the name of your organisation" })
  .max(2000, "The name must be 120 characters or fewer")
  .overwrite(tidy)
  .min(2, "Enter the name of your organisation")
  .max(120, "The name must be 120 characters or fewer");
const shortName = z
  .string({ error: "Enter a short name" })
  .max(2000, "The short name must be 30 characters or fewer")
  .overwrite(tidy)
  .max(30, "The short name must be 30 characters or fewer")
  .default("");
const kind = z.enum(Object.keys(kinds) as [Kind, ...Kind[]], {
  error: "Choose what kind of organisation it is",
});
const odsCode = z
  .string({ error: "Enter the ODS code as text" })
  .trim()
  .toUpperCase()
  .refine((code) => code === "" || odsPattern.test(code), {
    error: "An ODS code has 3 to 6 letters and numbers, such as RX1",
  })
  .default("");
const emailDomains = z
  .union([z.string(), z.array(z.string())], { error: "Enter domains as text" })
  .default("")
  .transform((given) => domainsIn([given].flat().join("\n").slice(0, 10_000)))
  .pipe(
    z
      .array(z.string().regex(domainPattern, "Enter each domain like example.nhs.uk, one on each line"))
      .max(50, "There can be 50 domains at most"),
  );

const contact = z
  .string({ error: "Enter text" })
  .max(1000, "The contact must be 1,000 characters or fewer")
  .transform((text) => text.replaceAll("\r\n", "\n").trim())
  .default("");

/** A box that is ticked; a form without it leaves what holds. */
const personalPosts = z
  .union([z.boolean(), z.enum(["yes", "no"]).transform((said) => said === "yes")])
  .optional();

export const organisationInput = z.object({
  name,
  shortName,
  kind,
  odsCode,
  emailDomains,
  contact,
  personalPosts,
});
export type OrganisationInput = z.input<typeof organisationInput>;

export const setUpInput = organisationInput.extend({
  administratorName: personName,
  email: emailAddress,
  password: passwordText,
});
export type SetUpInput = z.input<typeof setUpInput>;
