/// <reference lib="dom" />
// What makes complete pages smoother: partial updates, server-sent events, and the scripts of the health
// service's components that our pages use. Nothing here is needed to read, write or send.
import "htmx.org/dist/htmx.esm.min.js";
import "htmx.org/dist/ext/hx-sse.min.js";
import { enhance } from "./enhance.ts";
import { showSending } from "./sending.ts";

enhance(document);
document.addEventListener("submit", ({ target }) => showSending(target), true);
document.addEventListener("htmx:after:swap", () => {
  enhance(document);
  // What arrived above may have pushed the button that was pressed out of sight.
  if (document.activeElement !== document.body) document.activeElement?.scrollIntoView({ block: "nearest" });
});
