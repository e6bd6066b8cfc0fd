/**
 * Pages that strangers open show the box that leads them home. In the slice's `routes.ts`:
 * `openFor(c, iri)` makes its properties (null for members); in its view: `open ? openAtHome(open) : null`
 * with `openAtHome` from `views/directory.ts`.
 */
export { hostIn, openingAddress, originOf } from "./addresses.ts";
export { open, ownAddress, type Opened } from "./find.ts";
export { homeOf, openFor } from "./home-cookie.ts";
export { routes } from "./routes.ts";
