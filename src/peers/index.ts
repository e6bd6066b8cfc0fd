export { ruleInput } from "./input.ts";
export { importList, retryNow, ruleOn, setAllowlistOnly } from "./operations.ts";
export { notQuiet, quietAmong } from "./quiet.ts";
export { verdictFor } from "./rulings.ts";
export { routes } from "./routes.ts";
