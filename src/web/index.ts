export { wayBack } from "./back.ts";
export { tried, typed, type Tried } from "./form.ts";
export { check, fields, localPath, needsSignIn, wantsPart, type Fields } from "./request.ts";
export { Written } from "./pages.ts";
export { done, takeNotice } from "./respond.ts";
export { type Parameter, parameters, type Parameters } from "./parameters.ts";
export type { Grant, Request, Variables, Web, WebEnv } from "./types.ts";
