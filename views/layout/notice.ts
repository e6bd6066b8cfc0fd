import type { Html } from "../html.ts";
import { notificationBanner } from "../nhs/notification-banner.ts";

export interface Notice {
  kind: "success" | "problem" | "information";
  text: string;
}

const titles = { success: "Done", problem: "There is a problem", information: "Please note" } as const;

/** What just happened, at the top of the page; announced at once unless it is only information. */
export function noticeBanner({ kind, text }: Notice): Html {
  return notificationBanner({
    title: { id: "notice-title", text: titles[kind] },
    text,
    variant: kind === "success" ? "success" : undefined,
    role: kind === "information" ? "region" : "alert",
    classes: kind === "problem" ? "notice--problem" : undefined,
  });
}
