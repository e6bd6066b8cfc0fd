export { organisationInput, setUpInput, type OrganisationInput, type SetUpInput } from "./input.ts";
export { changeOrganisation, instanceHandle, setUp, shell, type SetUp } from "./operations.ts";
export { current, type Organisation } from "./queries.ts";
export { routes } from "./routes.ts";
export { kinds, type Kind } from "./rules.ts";
