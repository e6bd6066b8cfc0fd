export {
  forgetPlacements,
  fromKeptFolder,
  keptFolder,
  needsFolder,
  placementNow,
  setPlacement,
  storedPlacements,
} from "./placing.ts";
export {
  crumbsOf,
  foldersOf,
  resourcesPage,
  type Crumb,
  type FolderChoice,
  type ResourcesPage,
} from "./queries.ts";
export { chosenFolder, folderIri, folderProblem, type WrittenFolder } from "./form.ts";
export { routes } from "./routes.ts";
