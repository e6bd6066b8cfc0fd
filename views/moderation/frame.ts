import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { navTabs } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";

export type ModerationRoom = "reports" | "requests" | "people" | "log";

/** A page of a workspace's moderation, for its managers. */
export function moderationPage(props: {
  shell: Shell;
  head: WorkspaceHead;
  room: ModerationRoom;
  title: string;
  main: Html;
  wide?: boolean;
  error?: boolean;
}): Html {
  const { shell, head, room, title, main, wide, error } = props;
  const path = `${head.href}/moderation`;
  const tab = (name: ModerationRoom, href: string, text: string) => ({ href, text, current: name === room });
  return page({
    shell,
    title: `${title} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "moderation"),
    wide,
    error,
    main: html`${navTabs({
      label: "Moderation",
      tabs: [
        tab("reports", path, "Reports"),
        // Here it stands under Manage.
        ...(head.elsewhere ? [tab("requests", `${head.href}/manage/requests`, "Requests to join")] : []),
        tab("people", `${path}/people`, "People"),
        tab("log", `${path}/log`, "Log"),
      ],
    })}
    ${main}`,
  });
}
