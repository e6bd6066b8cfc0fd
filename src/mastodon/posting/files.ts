import { z } from "zod";
import { type AttachedFile, focus, type Focus } from "../../attachments/index.ts";
import { parseId } from "../../core/id.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Parameter } from "../../web/index.ts";
import { list } from "../input.ts";

/** `0.5,-1`, as apps write the focus of a picture; null for none. */
export function focusIn(text: string | null | undefined): Focus | null {
  if (!text) return null;
  const [x, y] = text.split(",").map(Number);
  const parsed = focus.safeParse({ x, y });
  if (!parsed.success) throw new Refusal("invalid", "The focus has to be two numbers from -1 to 1.");
  return parsed.data;
}

const attributes = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  description: z.string().nullish(),
  focus: z.string().nullish(),
});

/** What `media_attributes` says of files that are in the post already: as a list, or numbered as forms do. */
function attributesIn(given: Parameter): Map<string, z.output<typeof attributes>> {
  const all = Array.isArray(given)
    ? given
    : typeof given === "object" && given !== null && !(given instanceof File)
      ? Object.values(given)
      : [];
  const parsed = all.map((one) => attributes.safeParse(one)).flatMap((one) => (one.success ? one.data : []));
  return new Map(parsed.map((one) => [one.id, one]));
}

/**
 * The files that an app gives a post; undefined where it says nothing of them.
 *
 * @throws {Refusal} `invalid` for an id that can be none of a file
 */
export function filesGiven(ids: Parameter, more: Parameter): AttachedFile[] | undefined {
  if (ids === undefined) return undefined;
  const said = attributesIn(more);
  return [...new Set(list(ids).filter(Boolean))].map((text) => {
    const id = parseId(text);
    if (id === null) throw new Refusal("invalid", "There is no such file.");
    const about = said.get(text);
    if (!about) return { id };
    const { description, focus: at } = about;
    const point = focusIn(at);
    return {
      id,
      ...(description === null || description === undefined ? {} : { description }),
      ...(point ? { focus: point } : {}),
    };
  });
}
