import { classes, html, nothing, type Html } from "../html.ts";
import { caption, type CaptionProps } from "./caption.ts";
import { hidden, part, present, shown, type Common, type Content, type Part } from "./content.ts";
import { element, type ElementName } from "./element.ts";

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6;

export interface HeadingProps extends Common, Content {
  /** 1 unless told. */
  level?: HeadingLevel;
  size?: string;
  caption?: Part<CaptionProps>;
  visuallyHiddenText?: string;
  href?: string;
  element?: ElementName;
}

/** How a component styles the heading inside it. */
export interface HeadingStyle {
  className?: string;
  classPrefix?: string;
  sizes?: readonly string[];
}

/** Class names of a heading: a size replaces the plain class for headings, and adds to a component's own. */
function headingClasses({ size, classes: more }: HeadingProps, style: HeadingStyle): string {
  const { className = "nhsuk-heading", sizes = ["xxs", "xs", "s", "m", "l", "xl"] } = style;
  const prefix = style.classPrefix ?? `${className}-`;
  if (!size || !sizes.includes(size) || more?.includes(prefix)) return classes(className, more);
  return prefix === `${className}-`
    ? classes(`${prefix}${size}`, more)
    : classes(className, `${prefix}${size}`, more);
}

/** A heading, with its caption where it has one. Nothing without text. */
export function heading(props: HeadingProps, style: HeadingStyle = {}): Html {
  if (!present(props)) return nothing;
  const above: CaptionProps = { size: props.size, ...part<CaptionProps>(props.caption) };
  const captioned = present(above) ? caption(above) : null;
  const where = above.placement ?? "start";
  const words = props.href
    ? html`<a class="nhsuk-link" href="${props.href}">${shown(props)}</a>`
    : shown(props);
  const inner = html`${where === "start" ? captioned : null}
  ${words}${props.visuallyHiddenText ? hidden(` ${props.visuallyHiddenText}`) : null}
  ${where === "end" ? captioned : null}`;
  const name = props.element ?? (`h${props.level ?? 1}` as const);
  const outer = { class: headingClasses(props, style) || null, id: props.id, ...props.attributes };
  return html`${where === "before" ? captioned : null}${element(name, outer, inner)}${where === "after" ? captioned : null}`;
}
