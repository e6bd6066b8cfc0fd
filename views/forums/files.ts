import type { FileView } from "../../src/attachments/shape.ts";
import { attributes, html, type Html } from "../html.ts";
import { file } from "../parts/index.ts";

/** What stands where a file of another server cannot be had. */
const missing = ({ description, elsewhere, name }: FileView): Html =>
  html`<p class="letter__remark">
    ${description || name}:
    <a href="${elsewhere!.href}" rel="noopener noreferrer nofollow">look at ${elsewhere!.host}</a>, it could
    not be brought here.
  </p>`;

function picture({ href, small, description }: FileView): Html {
  const { width, height, href: src } = small!;
  const image = attributes({
    src,
    alt: description ?? "",
    width,
    height,
    loading: "lazy",
    decoding: "async",
  });
  // What has no words of its own says at least what the link does.
  const label = description ? null : "Open the picture";
  return html`<a class="attached-picture" href="${href}" ${attributes({ "aria-label": label })}
    ><img${image}
  /></a>`;
}

function played({ kind, href, small, description, name }: FileView): Html {
  const common = { src: href, controls: true, preload: "none", "aria-label": description ?? name };
  const media =
    kind === "video"
      ? html`<video${attributes({ ...common, poster: small?.href, width: small?.width, height: small?.height })}></video>`
      : html`<audio${attributes(common)}></audio>`;
  return html`<figure class="attached-media">
    ${media}${description ? html`<figcaption>${description}</figcaption>` : null}
  </figure>`;
}

function one(view: FileView): Html {
  if (view.elsewhere) return missing(view);
  if (view.kind === "image") return picture(view);
  if (view.kind !== "document") return played(view);
  const meta = [view.type, view.size, view.description].filter(Boolean).join(" · ");
  return file({ name: view.name, href: view.href, kind: view.type, meta });
}

/** The pictures and files of a post, below its words. */
export function attachedFiles(files: readonly FileView[]): Html | null {
  return files.length > 0 ? html`<div class="letter__files">${files.map(one)}</div>` : null;
}
