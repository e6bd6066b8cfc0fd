import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agent/index.ts";
import type { Env } from "../env.ts";
import { type Finding, fine, reason, unknown, wrong } from "./finding.ts";

const gigabyte = 1e9;
/** Signatures carry the time, and others refuse what is off by more than minutes. Seconds are a warning in time. */
const driftAllowed = 30_000;

/** Whether DATA_DIR takes files and has room. */
export function checkStorage(env: Env): Finding {
  const probe = join(env.dataDir, `doctor-${process.pid}`);
  try {
    mkdirSync(env.dataDir, { recursive: true });
    writeFileSync(probe, "");
    rmSync(probe);
    const { bavail, bsize } = statfsSync(env.dataDir);
    const free = (bavail * bsize) / gigabyte;
    const text = `DATA_DIR is writable, ${free.toFixed(1)} GB free.`;
    return free < 1 ? wrong("Storage", text, "Make room: the database needs it.") : fine("Storage", text);
  } catch (error) {
    return wrong("Storage", reason(error), "Check DATA_DIR, and that this account may write there.");
  }
}

/** Whether the mail server lets us in. */
export async function checkMail(env: Env): Promise<Finding> {
  if (!env.smtpUrl) {
    return unknown("Mail", "without SMTP_URL, mails are shown in the log and under /admin/mail.");
  }
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(env.smtpUrl, { disableFileAccess: true, disableUrlAccess: true });
  const late = setTimeout(() => transport.close(), 15_000);
  try {
    await transport.verify();
    return fine("Mail", `${new URL(env.smtpUrl).host} lets us in; mails come from ${env.mailFrom}.`);
  } catch (error) {
    return wrong("Mail", reason(error), "Check SMTP_URL: host, port, user, password, smtp:// or smtps://.");
  } finally {
    clearTimeout(late);
    transport.close();
  }
}

/** Whether others reach us where ORIGIN says, and what time it is there. */
export async function checkOrigin(env: Env, agent: Agent): Promise<{ finding: Finding; now: Date | null }> {
  const subject = "Address";
  const answer = await agent.request(`${env.origin}/.well-known/nodeinfo`, { accept: "application/json" });
  if (!answer.ok) {
    const remedy = "Check ORIGIN, the name's DNS record, the proxy in front, and that the server runs.";
    return { finding: wrong(subject, `${env.origin} does not answer: ${answer.problem}`, remedy), now: null };
  }
  const { status, headers, body } = answer.value;
  const date = Date.parse(headers.get("date") ?? "");
  const now = Number.isNaN(date) ? null : new Date(date);
  if (status !== 200 || !new TextDecoder().decode(body).includes(`${env.origin}/`)) {
    const text = `${env.origin} answers (HTTP ${status}), but not as this instance.`;
    return {
      finding: wrong(subject, text, "Check that the proxy in front passes everything on to us."),
      now,
    };
  }
  return { finding: fine(subject, `${env.origin} is reached.`), now };
}

/** Whether our clock agrees with others'. An HTTP date has whole seconds. */
export function checkClock(ours: Date, others: { name: string; time: Date | null }[]): Finding {
  const known = others.flatMap(({ name, time }) =>
    time ? [{ name, drift: time.getTime() - ours.getTime() }] : [],
  );
  const off = known.find(({ drift }) => Math.abs(drift) > driftAllowed);
  if (off) {
    const seconds = Math.round(Math.abs(off.drift) / 1000);
    const text = `it is ${seconds} s ${off.drift > 0 ? "behind" : "ahead of"} ${off.name}.`;
    return wrong(
      "Clock",
      text,
      "Let the machine keep time (NTP): other servers refuse what is signed at a wrong time.",
    );
  }
  if (known.length === 0) return unknown("Clock", "there was nothing to compare it with.");
  return fine("Clock", `it agrees with ${known.map(({ name }) => name).join(" and ")}.`);
}
