import { and, asc, eq, isNotNull, isNull, lte } from "drizzle-orm";
import { mail, type Store } from "../../db/index.ts";
import { hear } from "../context.ts";
import type { Clock } from "../core/clock.ts";
import { described } from "../core/described.ts";
import { sweep } from "./sweep.ts";

export interface Mailer {
  /** Whether mails leave the house; otherwise they are shown in the log and under `/admin/mail`. */
  readonly configured: boolean;
  start(): void;
  stop(): Promise<void>;
  /** Sends what is due, and says how many went. */
  deliverDue(): Promise<number>;
}

export interface MailerOptions {
  env: { smtpUrl: string | null; mailFrom: string };
  store: Store;
  clock: Clock;
  /** Where mails are shown when there is no SMTP server; the log unless told. */
  print?: (text: string) => void;
}

type Row = typeof mail.$inferSelect;

/** Minutes until the next try, by the tries that failed; after the last one it is given up. */
const backOff = [1, 5, 15, 60, 240, 720, 1440];
/** A worker that holds a mail for longer has died. */
const lease = 5 * 60_000;
const pollEvery = 5000;
const sweepEvery = 60 * 60_000;

const addresses = (body: string): string[] => body.match(/https?:\/\/\S+/g) ?? [];

/** Sends mails from their rows, with back-off: what is queued in a transaction is sent at least once. */
export function createMailer({ env, store, clock, print = console.log }: MailerOptions): Mailer {
  const timers: NodeJS.Timeout[] = [];
  let stopHearing = () => {};
  let current: Promise<unknown> = Promise.resolve();
  let transport: Promise<{ send(row: Row): Promise<void>; close(): void }> | null = null;

  const connect = async (url: string) => {
    const { createTransport } = await import("nodemailer");
    const smtp = createTransport(url, { disableFileAccess: true, disableUrlAccess: true });
    return {
      async send({ recipient, subject, body }: Row) {
        await smtp.sendMail({
          from: env.mailFrom,
          to: { name: "", address: recipient },
          subject,
          text: body,
        });
      },
      close: () => smtp.close(),
    };
  };

  async function send(row: Row): Promise<void> {
    if (!env.smtpUrl) {
      print([`Mail to ${row.recipient}: ${row.subject}`, ...addresses(row.body)].join("\n  "));
      return;
    }
    await (await (transport ??= connect(env.smtpUrl))).send(row);
  }

  /** Takes one mail for this worker, so that no other sends it at the same time. */
  const claim = (id: number, at: Date) =>
    store.transaction(async (tx) => {
      const due = and(eq(mail.id, id), isNull(mail.sent), lte(mail.nextAttempt, at));
      const [row] = await tx
        .update(mail)
        .set({ nextAttempt: new Date(at.getTime() + lease) })
        .where(due)
        .returning();
      return row;
    });

  async function deliver(row: Row): Promise<boolean> {
    try {
      await send(row);
    } catch (error) {
      const { message = String(error), responseCode = 0 } = error as {
        message?: string;
        responseCode?: number;
      };
      const wait = responseCode >= 500 ? undefined : backOff[row.attempts];
      const next = wait === undefined ? null : new Date(clock().getTime() + wait * 60_000);
      const problem = message.slice(0, 300);
      await store.transaction(async (tx) => {
        await tx
          .update(mail)
          .set({ attempts: row.attempts + 1, nextAttempt: next, problem })
          .where(eq(mail.id, row.id));
      });
      return false;
    }
    await store.transaction(async (tx) => {
      // Once it has left, its links are its reader's alone.
      const body = env.smtpUrl ? "" : row.body;
      await tx
        .update(mail)
        .set({ sent: clock(), attempts: row.attempts + 1, nextAttempt: null, problem: null, body })
        .where(eq(mail.id, row.id));
    });
    return true;
  }

  async function deliverDue(): Promise<number> {
    const now = clock();
    const due = await store.db
      .select({ id: mail.id })
      .from(mail)
      .where(and(isNull(mail.sent), isNotNull(mail.nextAttempt), lte(mail.nextAttempt, now)))
      .orderBy(asc(mail.id))
      .limit(50);
    let sent = 0;
    for (const { id } of due) {
      const row = await claim(id, now);
      if (row && (await deliver(row))) sent++;
    }
    return sent;
  }

  const later = (work: () => Promise<unknown>) => () => {
    current = current.then(work).catch((error: unknown) => {
      console.error(JSON.stringify({ level: "error", room: "mail", error: described(error) }));
    });
  };

  return {
    configured: env.smtpUrl !== null,
    deliverDue,
    start() {
      const tick = later(deliverDue);
      timers.push(
        setInterval(tick, pollEvery),
        setInterval(
          later(() => sweep(store, clock())),
          sweepEvery,
        ),
      );
      stopHearing = hear(store, ({ kind }) => kind.startsWith("person.") && kind !== "person.told" && tick());
      tick();
    },
    async stop() {
      timers.splice(0).forEach(clearInterval);
      stopHearing();
      await current;
      if (transport) (await transport).close();
      transport = null;
    },
  };
}
