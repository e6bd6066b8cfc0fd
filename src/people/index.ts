export { countAttempt, hidden, type Limit } from "./attempts.ts";
export { limited, limitPages } from "./limits.ts";
export { keepSession, sessionCookie } from "./cookie.ts";
export { emailAddress, memberInput, passwordText, personName, tidy, type MemberInput } from "./input.ts";
export { createMailer, type Mailer } from "./mailer.ts";
export { queueMail, type Letter } from "./mails.ts";
export {
  addMember,
  administrator,
  changeRole,
  closeAccount,
  decideRequest,
  insertPerson,
  type AddedMember,
} from "./members.ts";
export { generatePassword, hashPassword } from "./passwords.ts";
export { preferencesOf, setPreferences, type Preferences } from "./preferences.ts";
export { changeProfile, changeProfilePart } from "./profile.ts";
export { numbers, waiting, type Numbers } from "./accounts.ts";
export { administrators } from "./queries.ts";
export { confirm, register, type Joined } from "./registration.ts";
export { summaryText } from "./rules.ts";
export { routes } from "./routes.ts";
export { startSession, viewerOf, type Viewer } from "./sessions.ts";
export { changePassword, resetPassword, signIn } from "./sign-in.ts";
export { hashToken, newToken } from "./tokens.ts";
