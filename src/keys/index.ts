export { rotateKeys } from "./operations.ts";
export { routes } from "./routes.ts";
