import { present, part, type Common, type Content, type Part } from "./content.ts";
import type { CaptionProps } from "./caption.ts";
import type { HeadingLevel } from "./heading.ts";

export interface TitleHeading extends Common, Content {
  level?: HeadingLevel;
  size?: string;
  caption?: Part<CaptionProps>;
  visuallyHiddenText?: string;
}

/** A label or legend, which can be the heading of its page as well. */
export interface TitleProps extends Common, Content {
  size?: "s" | "m" | "l" | "xl" | null;
  caption?: Part<CaptionProps>;
  visuallyHiddenText?: string;
  /** True, or the heading's text or options. */
  heading?: boolean | Part<TitleHeading>;
  isPageHeading?: boolean;
}

export interface Title {
  hasHeading: boolean;
  heading: Partial<TitleHeading>;
  content: Content;
  size: string | undefined;
  visuallyHiddenText: string | undefined;
  caption: CaptionProps | undefined;
}

/** The same options wherever they were given: on the label or legend, or on the heading in it. */
export function titleOf(props: TitleProps): Title {
  const hasHeading =
    Boolean(props.isPageHeading && props.heading !== false) ||
    Boolean(props.isPageHeading !== false && props.heading);
  const heading = part<TitleHeading>(props.heading);
  const [first, second] = hasHeading ? [heading, props] : [props, heading];
  const inner = hasHeading ? heading : {};
  const size = inner.size ?? props.size ?? undefined;
  const caption: CaptionProps = { size, ...part<CaptionProps>(inner.caption ?? props.caption) };
  return {
    hasHeading,
    heading,
    content: { text: first.text ?? second.text, html: first.html ?? second.html },
    size,
    visuallyHiddenText: inner.visuallyHiddenText ?? props.visuallyHiddenText,
    caption: present(caption) ? caption : undefined,
  };
}

/** A caption's place relative to the title: outside, or left to the heading that renders the title. */
export function outside(
  caption: CaptionProps | undefined,
  place: "before" | "after",
): CaptionProps | undefined {
  return caption?.placement === place ? caption : undefined;
}
