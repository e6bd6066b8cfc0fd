/// <reference lib="dom" />

/** Says that a file is on its way, where the form that was sent has one: on a slow line that takes a while. */
export function showSending(form: EventTarget | null): void {
  if (!(form instanceof HTMLFormElement)) return;
  const chosen = form.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
  const place = form.querySelector(".attach__busy");
  if (!chosen || !place) return;
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", "Sending the file");
  place.replaceChildren(`Sending ${chosen.name} …`, document.createElement("br"), bar);
}
