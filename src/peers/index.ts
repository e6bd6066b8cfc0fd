export { importList, retryNow, ruleOn, setAllowlistOnly } from "./operations.ts";
export { verdictFor } from "./rulings.ts";
export { routes } from "./routes.ts";
