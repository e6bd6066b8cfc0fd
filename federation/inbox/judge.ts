import { sameOrigin } from "../addresses.ts";
import { isObject, type JsonObject, type WireProblem } from "../wire/json.ts";
import { normalise } from "../wire/normalise.ts";
import { parseActivity, parsePost, postTypes, typesOf } from "../wire/shapes/index.ts";
import { isIri } from "../wire/shapes/primitives.ts";

export interface Objection {
  status: 400 | 403 | 413;
  problem: string;
}

const malformed = ({ kind, problem }: { kind?: WireProblem; problem: string }): Objection | null =>
  // What we know nothing about is not wrong: it is taken, and let be.
  kind === "unknown" ? null : { status: kind === "too-large" ? 413 : 400, problem };

const foreign = (problem: string): Objection => ({ status: 403, problem });

/**
 * What is wrong with an activity as far as one can see by looking at it: its form, and that it speaks for its sender
 * and for nobody else. Such a one is refused at the door, where its sender sees why, and is not kept.
 */
export async function objectionTo(document: JsonObject, signer: string): Promise<Objection | null> {
  const { id } = document;
  if (!isIri(id)) return { status: 400, problem: "An activity needs an id that is a web address." };
  if (typesOf(document).length === 0) return { status: 400, problem: "An activity needs a type." };
  // Nobody takes up an address that belongs to another server, and so keeps the real activity out.
  if (!sameOrigin(id, signer)) return foreign("The activity's id is of another server than its sender.");
  const normal = await normalise(document);
  if (!normal.ok) return malformed(normal);
  const parsed = parseActivity(normal.value);
  if (!parsed.ok) return malformed(parsed);
  const { actor, type, object } = parsed.value;
  if (!sameOrigin(actor, signer)) return foreign("The activity is by somebody on another server.");
  if ((type !== "Create" && type !== "Update") || !isObject(object)) return null;
  if (!typesOf(object).some((one) => (postTypes as readonly unknown[]).includes(one))) return null;
  const post = parsePost(object);
  if (!post.ok) return malformed(post);
  // Who may edit another's page, or say of another's offer that it stands no more, is known inside.
  const { attributedTo, type: form, id: iri } = post.value;
  if (type === "Update" && (form === "Article" || form === "Proposal") && sameOrigin(iri, attributedTo))
    return null;
  if (!sameOrigin(post.value.id, actor)) return foreign("The post claims an address on another server.");
  if (post.value.attributedTo !== actor) return foreign("The post is another's.");
  return null;
}
