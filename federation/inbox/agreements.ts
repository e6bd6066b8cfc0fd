import { z } from "zod";
import {
  agreementBy,
  type AttachedDocument,
  coverable,
  receiveOffer,
  settleEnd,
  settleOffer,
} from "../../src/agreements/index.ts";
import { digestMultibase } from "../agreements.ts";
import { sameOrigin } from "../addresses.ts";
import { contextFor, type Deps } from "../deps.ts";
import { fetchFile } from "../remote/fetch.ts";
import { receiptArrived } from "./removals.ts";
import { type Arrived, done, type Handler, ignored, later, type Outcome, refused } from "./arrived.ts";

const one = <T>(value: T | T[]): T => (Array.isArray(value) ? value[0]! : value);
const words = (most: number) => z.string().trim().min(1).max(most);
const moment = z.iso.datetime({ offset: true }).transform((value) => new Date(value));

/** An Agreement as another instance writes it. */
const schema = z.object({
  id: z.url(),
  type: z.literal("Agreement"),
  attributedTo: z.string(),
  content: words(20_000),
  contact: words(3000).default("Not said"),
  levels: z.preprocess((value) => [value].flat(), z.array(z.enum(coverable)).min(1).max(3)),
  startTime: moment,
  endTime: moment.optional(),
  attachment: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z
      .array(
        z.object({
          name: z.string().default("agreement"),
          url: z.preprocess((value) => one(value as unknown[]), z.url()),
          digestMultibase: z.string().optional(),
        }),
      )
      .max(1),
  ),
});

/** Another instance offers us a sharing agreement. Its document is fetched first, so that both sides hold the same. */
export const onOffer: Handler = async (deps, { activity, sender, group }) => {
  const { object } = activity;
  if (group || sender.kind !== "application" || object?.type !== "Agreement")
    return ignored("This Offer has no meaning here");
  const parsed = schema.safeParse(object);
  if (!parsed.success) return refused("The agreement cannot be read");
  const { id, attributedTo, content, contact, levels, startTime, endTime, attachment } = parsed.data;
  if (attributedTo !== sender.iri || !sameOrigin(id, sender.iri))
    return refused("The agreement is another's");
  const [file] = attachment;
  let document: AttachedDocument | null = null;
  if (file) {
    if (!sameOrigin(file.url, sender.iri)) return refused("The document is on another server");
    const fetched = await fetchFile(deps, file.url);
    if (!fetched.ok)
      return fetched.kind === "unreachable" ? later(fetched.problem) : refused(fetched.problem);
    if (file.digestMultibase !== digestMultibase(fetched.value))
      return refused("The document is not the one that was offered");
    document = { name: file.name, data: fetched.value };
  }
  await receiveOffer(contextFor(deps, null), {
    host: sender.host,
    iri: id,
    offerIri: activity.id,
    purpose: content,
    contact,
    levels,
    starts: startTime,
    ends: endTime ?? null,
    document,
  });
  return done;
};

/** The other side confirms or declines what we offered. */
export async function answered(deps: Deps, arrived: Arrived, confirm: boolean): Promise<Outcome> {
  const { activity, sender } = arrived;
  if (activity.inner?.type === "Remove") return receiptArrived(deps, arrived, confirm);
  const offered = { host: sender.host, activityIris: activity.objectId ? [activity.objectId] : [] };
  const found = await agreementBy(deps.store.db, offered);
  if (!found?.ours) return ignored("There is no such offer");
  const answer = activity.summary ?? "";
  await settleOffer(contextFor(deps, null), { id: found.id, confirm, answer, acceptIri: activity.id });
  return done;
}

/** The other side ends an agreement: whoever offered it undoes the Offer, whoever confirmed it the Accept. */
export async function undone(deps: Deps, { activity, sender }: Arrived): Promise<Outcome> {
  const activityIris = [activity.objectId, activity.inner?.objectId].filter((iri) => typeof iri === "string");
  const found = await agreementBy(deps.store.db, { host: sender.host, activityIris });
  if (!found) return ignored("There is no such agreement");
  await settleEnd(contextFor(deps, null), { id: found.id, reason: activity.summary ?? "" });
  return done;
}
