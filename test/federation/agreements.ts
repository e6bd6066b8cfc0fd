import { eq } from "drizzle-orm";
import { agreement } from "../../db/index.ts";
import { answerOffer, confirmInWriting, offerAgreement } from "../../src/agreements/index.ts";
import type { Instance } from "../rig.ts";

const terms = {
  purpose: "Serious incidents that concern both of us.",
  contact: "Information governance, 01234 567890",
  levels: ["restricted", "private", "confidential"] as ("restricted" | "private" | "confidential")[],
};

/** Two instances agree, over the wire, as their administrators do. */
export async function agree(
  one: Instance,
  other: Instance,
  settle: () => Promise<void>,
  more: Partial<typeof terms> & { starts?: string; ends?: string } = {},
): Promise<void> {
  await offerAgreement(one.context(one.administrator), { host: other.host, ...terms, ...more });
  await settle();
  const [offered] = await other.store.db.select().from(agreement).where(eq(agreement.host, one.host));
  await answerOffer(other.context(other.administrator), { id: offered!.id, confirm: true });
  await settle();
}

/** An agreement with a server whose software knows nothing of them, recorded on paper. */
export async function agreeInWriting(one: Instance, host: string): Promise<void> {
  const ctx = one.context(one.administrator);
  const id = await offerAgreement(ctx, { host, ...terms });
  await confirmInWriting(ctx, { id, answer: "Signed by both, in the register." });
}
