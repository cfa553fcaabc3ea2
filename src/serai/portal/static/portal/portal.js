// What HTML cannot do: mark what is past, runs and comes next by the reader's clock (pages are kept
// and carry instants only), bring the current place of a scrolling row into view, play a video in its place.
// Without this script every page is complete as it came.
"use strict";

for (const row of document.querySelectorAll("[data-scroll]")) {
  const current = row.querySelector("[aria-current]");
  if (current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}

const language = document.documentElement.lang;

function inWords(minutes) {
  const say = (n, unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(n);
  const parts = [[Math.floor(minutes / 60), "hour"], [minutes % 60, "minute"]];
  return parts.filter(([n]) => n).map(([n, unit]) => say(n, unit)).join(" ");
}

function tell(place) {
  const now = Date.now();
  const bar = place.querySelector("progress");
  let nextIsFound = false;
  for (const show of place.querySelectorAll("[data-starts]")) {
    const starts = Date.parse(show.dataset.starts), ends = Date.parse(show.dataset.ends);
    let state = ends <= now ? "past" : starts <= now ? "now" : nextIsFound ? "" : "next";
    nextIsFound ||= state === "next";
    for (const name of ["past", "now", "next"]) show.toggleAttribute(`data-${name}`, name === state);
    if (state !== "now" || !bar) continue;
    if (!show.contains(bar)) show.lastElementChild.append(bar);
    bar.hidden = false;
    bar.value = 100 * (now - starts) / (ends - starts);
    const left = show.querySelector("[data-left]");
    if (left) left.textContent = left.dataset.left.replace("{}", inWords(Math.ceil((ends - now) / 6e4)));
  }
}

const places = document.querySelectorAll("[data-clock]");
const tellAll = () => places.forEach(tell);
tellAll();
if (places.length) setInterval(tellAll, 20000);

// Nothing of a provider's is asked for before this click; without it the link leads to its page.
for (const link of document.querySelectorAll("a[data-player]")) {
  link.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.title = link.querySelector("b").textContent;
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.sandbox = "allow-scripts allow-same-origin allow-presentation allow-popups";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = link.dataset.player;
    link.replaceWith(frame);
    frame.focus();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}

// The passage that a reader selected last stands in the report; Ctrl + Enter opens it.
const report = document.querySelector(".report");
if (report) {
  const passage = report.querySelector("[name=passage]"), note = report.querySelector("[name=note]");
  let selected = "";
  const pick = () => {
    const selection = document.getSelection(), text = selection.toString().trim();
    const place = selection.anchorNode?.parentElement;
    if (text && place?.closest(".art > article") && !report.contains(place)) selected = text.slice(0, passage.maxLength);
  };
  document.addEventListener("selectionchange", pick);
  report.addEventListener("toggle", () => { if (report.open && selected) passage.value = selected; });
  document.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || report.contains(event.target)) return;
    pick();
    if (!selected) return;
    passage.value = selected;
    report.open = true;
    report.scrollIntoView({ block: "center" });
    note.focus();
  });
}
// What ages by the minute is fetched, so that the page itself stays the same for days.
async function fill(url) {
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) return;
  const slot = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of slot.querySelectorAll("[data-fill]"))
    for (const place of document.querySelectorAll(`[data-slot="${part.dataset.fill}"]`))
      place.replaceChildren(...part.cloneNode(true).childNodes);
  tellAll();
}

if (document.body.dataset.air) fill(document.body.dataset.air).catch(() => {});
