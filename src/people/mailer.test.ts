import { createServer } from "node:net";
import { asc } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { mail, type Store } from "../../db/index.ts";
import { testClock, testContext, testStore } from "../../test/rig.ts";
import { change } from "../context.ts";
import { createMailer } from "./mailer.ts";
import { queueMail } from "./mails.ts";

const queue = (store: Store, recipient: string, clock = testClock()) =>
  change(testContext(store, { clock }), (made) =>
    queueMail(made, recipient, {
      subject: "Confirm your email address",
      body: "Hello,\n\nhttp://north.localhost/register/secret\n",
    }),
  );

const rows = (store: Store) => store.db.select().from(mail).orderBy(asc(mail.id));

/** A small SMTP server that answers RCPT with the codes given, then with 250. */
async function smtpServer(...recipientCodes: number[]) {
  const received: string[] = [];
  const server = createServer((socket) => {
    let data: string | null = null;
    socket.write("220 test\r\n");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").slice(0, -1)) {
        if (data !== null) {
          if (line === ".") {
            received.push(data);
            data = null;
            socket.write("250 taken\r\n");
          } else data += `${line}\n`;
        } else if (/^(EHLO|HELO)/.test(line)) socket.write("250 test\r\n");
        else if (line.startsWith("RCPT")) socket.write(`${recipientCodes.shift() ?? 250} rcpt\r\n`);
        else if (line === "DATA") {
          data = "";
          socket.write("354 go on\r\n");
        } else if (line === "QUIT") socket.end("221 bye\r\n");
        else socket.write("250 ok\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return { url: `smtp://127.0.0.1:${port}?ignoreTLS=true`, received };
}

test("without an SMTP server a mail is printed with its link, once, and stays to be read", async () => {
  const store = await testStore();
  const printed: string[] = [];
  const mailer = createMailer({
    env: { smtpUrl: null, mailFrom: "no-reply@north.example" },
    store,
    clock: testClock("2026-11-02T10:00:00Z"),
    print: (text) => printed.push(text),
  });
  await queue(store, "gwen@north.example");
  expect(await mailer.deliverDue()).toBe(1);
  expect(await mailer.deliverDue()).toBe(0);
  expect(printed).toHaveLength(1);
  expect(printed[0]).toMatch(/gwen@north\.example: Confirm[^]*http:\/\/north\.localhost\/register\/secret/);
  expect((await rows(store))[0]).toMatchObject({ body: expect.stringContaining("secret"), problem: null });
  expect(mailer.configured).toBe(false);
});

test("a mail goes out through SMTP, and its link is not kept here after that", async () => {
  const store = await testStore();
  const { url, received } = await smtpServer();
  const mailer = createMailer({
    env: { smtpUrl: url, mailFrom: "no-reply@north.example" },
    store,
    clock: testClock("2026-11-02T10:00:00Z"),
  });
  await queue(store, "gwen@north.example");
  expect(await mailer.deliverDue()).toBe(1);
  await mailer.stop();
  expect(received[0]).toMatch(/^From: no-reply@north\.example$/m);
  expect(received[0]).toMatch(/^To: gwen@north\.example$/m);
  expect(received[0]).toContain("register/secret");
  expect((await rows(store))[0]).toMatchObject({ body: "", attempts: 1, problem: null });
});

test("a mail that is put off is tried again later; one that is refused for good is given up", async () => {
  const store = await testStore();
  const { url, received } = await smtpServer(451, 550);
  const clock = testClock("2026-11-02T10:00:00Z");
  const mailer = createMailer({ env: { smtpUrl: url, mailFrom: "no-reply@north.example" }, store, clock });
  await queue(store, "slow@north.example");
  await queue(store, "wrong@north.example");
  expect(await mailer.deliverDue()).toBe(0);
  const [slow, wrong] = await rows(store);
  expect(slow).toMatchObject({ attempts: 1, sent: null, problem: expect.stringContaining("451") });
  expect(slow!.nextAttempt!.getTime()).toBeGreaterThan(clock.now().getTime());
  expect(wrong).toMatchObject({ attempts: 1, sent: null, nextAttempt: null });
  expect(await mailer.deliverDue()).toBe(0);
  clock.tick({ minutes: 2 });
  expect(await mailer.deliverDue()).toBe(1);
  await mailer.stop();
  expect(received).toHaveLength(1);
});

test("two workers send each mail once between them", async () => {
  const store = await testStore();
  const printed: string[] = [];
  const clock = testClock("2026-11-02T10:00:00Z");
  const worker = () =>
    createMailer({
      env: { smtpUrl: null, mailFrom: "x@north.example" },
      store,
      clock,
      print: (text) => printed.push(text),
    });
  for (let n = 0; n < 5; n++) await queue(store, `p${n}@north.example`);
  const sent = await Promise.all([worker().deliverDue(), worker().deliverDue()]);
  expect(sent[0] + sent[1]).toBe(5);
  expect(new Set(printed).size).toBe(5);
  expect(printed).toHaveLength(5);
});
