import type { Id } from "../core/id.ts";
import { fileHref } from "./addresses.ts";
import { type FileKind, smallSide, typeName } from "./rules.ts";
import type { StoredFile } from "./queries.ts";

/** A file as pages show it. */
export interface FileView {
  id: Id;
  kind: FileKind;
  /** What it is called; of a picture nothing shows it. */
  name: string;
  /** "PDF" */
  type: string;
  /** "380 KB"; of what is elsewhere and was not looked at yet, nothing. */
  size: string | null;
  href: string;
  /** The picture that stands for it. */
  small: { href: string; width: number | null; height: number | null } | null;
  description: string | null;
  decorative: boolean;
  /** Where it is instead, when it could not be brought here. */
  elsewhere: { href: string; host: string } | null;
}

/** "380 KB", "4.2 MB" */
export function sizeName(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, "")} MB`;
}

const kindNames: Record<FileKind, string> = {
  image: "Picture",
  video: "Film",
  audio: "Recording",
  document: "Document",
};

/** So that the page does not jump when the picture comes: what it will measure, as far as that is known. */
function measures({ smallWidth, smallHeight, width, height }: StoredFile) {
  if (smallWidth !== null && smallHeight !== null) return { width: smallWidth, height: smallHeight };
  if (!width || !height) return { width: null, height: null };
  const scale = Math.min(1, smallSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function fileView(file: StoredFile): FileView {
  const { id, kind, name, mediaType, size, description, decorative, remoteUrl, problem } = file;
  return {
    id,
    kind,
    name: name ?? `${kindNames[kind]} (${typeName(mediaType)})`,
    type: typeName(mediaType),
    size: size === null ? null : sizeName(size),
    href: fileHref(file),
    small:
      kind === "image" || file.smallWidth !== null
        ? { href: fileHref(file, "small"), ...measures(file) }
        : null,
    description,
    decorative,
    elsewhere:
      problem !== null && size === null && remoteUrl !== null
        ? { href: remoteUrl, host: URL.parse(remoteUrl)?.host ?? "" }
        : null,
  };
}
