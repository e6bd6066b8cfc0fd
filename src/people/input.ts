import { z } from "zod";

/** One line as a person means it: no control characters, nothing that turns the direction of what follows. */
export const tidy = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u202A-\u202E\u2066-\u2069\uFEFF]/gu, "")
    .replace(/\s+/g, " ")
    .trim();

const someLine = (what: string, most = 100) =>
  z
    .string({ error: `Enter ${what} as text` })
    .max(2000, `${what} is too long`)
    .overwrite(tidy)
    .max(most, `${what} must be ${most} characters or fewer`);
const optionalLine = (what: string) => someLine(what).default("");

export const personName = z
  .string({ error: "Enter a name" })
  .max(2000, "The name must be 100 characters or fewer")
  .overwrite(tidy)
  .min(2, "Enter a first and last name")
  .max(100, "The name must be 100 characters or fewer")
  .regex(/^.?$|\p{L}/u, "Enter a name in letters");

const emailError = "Enter an email address, like name@example.nhs.uk";
export const emailAddress = z
  .string({ error: emailError })
  .trim()
  .toLowerCase()
  .max(254, "The email address must be 254 characters or fewer")
  .pipe(z.email({ error: emailError }));

/** As typed: neither trimmed nor changed. Long enough for any manager of passwords, short enough to hash. */
export const passwordText = z
  .string({ error: "Enter a password" })
  .min(1, "Enter a password")
  .max(1000, "Your password must be 200 characters or fewer");

const role = z.enum(["member", "administrator"], { error: "Choose a role" });
const someText = (what: string, max: number) =>
  z
    .string({ error: `Enter ${what} as text` })
    .overwrite((text) => text.replace(/\r\n?/g, "\n").trim())
    .max(max, `${what} must be ${max.toLocaleString("en-GB")} characters or fewer`);
const longText = (what: string, max: number) => someText(what, max).default("");

const post = {
  job: optionalLine("The job"),
  organisation: optionalLine("The organisation"),
  place: optionalLine("The place"),
};

export const registerInput = z.object({
  name: personName,
  email: emailAddress,
  reason: longText("The reason", 1000),
});
export type RegisterInput = z.input<typeof registerInput>;

export const confirmInput = z.object({ name: personName, ...post, password: passwordText });
export type ConfirmInput = z.input<typeof confirmInput>;

export const signInInput = z.object({ email: emailAddress, password: passwordText });
export type SignInInput = z.input<typeof signInInput>;

export const resetInput = z.object({ email: emailAddress });
export const newPasswordInput = z.object({ password: passwordText });
export const changePasswordInput = z.object({
  current: z.string({ error: "Enter your current password" }).min(1, "Enter your current password").max(1000),
  password: passwordText,
});
export type ChangePasswordInput = z.input<typeof changePasswordInput>;

export const profileInput = z.object({
  name: personName,
  ...post,
  summary: longText("The summary", 500),
});
export type ProfileInput = z.input<typeof profileInput>;

export const mostFields = 7;

/** What an app changes of one's profile; what is left out stays as it was. */
export const profilePartInput = z.object({
  name: personName.optional(),
  summary: someText("The summary", 500).optional(),
  discoverable: z.boolean().optional(),
  indexable: z.boolean().optional(),
  /** Who wants to follow has to ask. */
  approves: z.boolean().optional(),
  /** All of them: job, organisation and place by their names, and what else somebody says of themselves. */
  fields: z
    .array(z.object({ name: someLine("The name"), value: someLine("The value", 255) }))
    .max(mostFields, `A profile can have ${mostFields} fields at most`)
    .optional(),
});
export type ProfilePartInput = z.input<typeof profilePartInput>;

export const preferencesInput = z.object({
  visibility: z.enum(["public", "unlisted", "private"], { error: "Choose who sees your posts" }).optional(),
  sensitive: z.boolean().optional(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, "Choose a language by its code, such as en")
    .nullable()
    .optional(),
});
export type PreferencesInput = z.input<typeof preferencesInput>;

export const memberInput = z.object({
  name: personName,
  email: emailAddress,
  role: role.default("member"),
  ...post,
  /** `invite` sends a link by mail; `password` sets the one given, or makes one. */
  how: z.enum(["invite", "password"], { error: "Choose how they get in" }).default("password"),
  password: z.string().max(1000).default(""),
});
export type MemberInput = z.input<typeof memberInput>;

export const roleInput = z.object({ role });
export const decisionInput = z.object({
  decision: z.enum(["approve", "decline"], { error: "Choose whether to approve or decline" }),
  answer: longText("The reason", 1000),
});
export type DecisionInput = z.input<typeof decisionInput>;
