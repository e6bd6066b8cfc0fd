export { routes } from "./routes.ts";
export { hidePerson, hidePost, showPerson, showPost } from "./hiding.ts";
export { decideReport, heardOfReport, makeReport, takeReport } from "./reports.ts";
export { heardResolved } from "./resolved.ts";
