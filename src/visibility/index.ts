export {
  followsAuthor,
  isOpen,
  maySee,
  meantFor,
  namesReader,
  seenBy,
  visibilities,
  type Visibility,
} from "./rules.ts";
