import { html, type Html } from "../html.ts";
import type { Common, Content } from "./content.ts";
import { element } from "./element.ts";

export interface LinkLikeProps extends Common, Content {
  href?: string;
  variant?: "reverse";
  /** Makes it a button of that type. */
  type?: "submit" | "button" | "reset";
  element?: "a" | "button";
}

/** A link, or a button where no address or a type is given. */
export function linkLike(props: LinkLikeProps, className: string, content: Html, target?: string): Html {
  const name = props.element ?? (props.href && !props.type ? "a" : "button");
  const own = name === "a" ? { href: props.href ?? "#", target } : { type: props.type ?? "submit" };
  return element(name, { class: className, id: props.id, ...own, ...props.attributes }, html`${content}`);
}
