import { and, eq, inArray, lt, notExists } from "drizzle-orm";
import { actor, emailToken, mail, person, session, type Store } from "../../db/index.ts";
import { forgetAttempts } from "./attempts.ts";

const day = 24 * 60 * 60_000;

/** Deletes what has had its time: sessions, links, counts of tries, mails, and requests that nobody confirmed. */
export async function sweep(store: Store, now: Date): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * day);
  await forgetAttempts(store, ago(1));
  await store.transaction(async (tx) => {
    await tx.delete(session).where(lt(session.expires, now));
    await tx.delete(mail).where(lt(mail.sent, ago(30)));
    // A link is kept for a month after its end, so that it can say that it has expired.
    await tx.delete(emailToken).where(lt(emailToken.expires, ago(30)));
    const links = tx
      .select({ id: emailToken.personId })
      .from(emailToken)
      .where(eq(emailToken.personId, person.actorId));
    const abandoned = await tx
      .select({ id: person.actorId })
      .from(person)
      .where(and(eq(person.state, "unverified"), notExists(links)))
      .limit(500);
    if (abandoned.length > 0) {
      await tx.delete(actor).where(
        inArray(
          actor.id,
          abandoned.map(({ id }) => id),
        ),
      );
    }
  });
}
