export { routes } from "./routes.ts";
export { heardOfReport, takeReport } from "./reports.ts";
