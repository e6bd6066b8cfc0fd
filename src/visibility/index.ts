export {
  blocksReader,
  followsAuthor,
  isOpen,
  isSeenBy,
  maySee,
  meantFor,
  namesReader,
  seenBy,
  visibilities,
  type Visibility,
} from "./rules.ts";
