export { contexts, type FilterPlace } from "./input.ts";
export {
  addFilteredPost,
  addKeyword,
  changeFilter,
  deleteFilter,
  makeFilter,
  removeFilteredPost,
} from "./operations.ts";
export { activeFilters, filterById, filterHolding, filtersOf } from "./queries.ts";
export { matchesOf, patternOf, type Filter, type Keyword, type Match } from "./rules.ts";
