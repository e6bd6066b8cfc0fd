export { tried, typed, type Tried } from "./form.ts";
export { check, fields, localPath, needsSignIn, wantsPart, type Fields } from "./request.ts";
export { done, takeNotice } from "./respond.ts";
export type { Request, Variables, Web, WebEnv } from "./types.ts";
