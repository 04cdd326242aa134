// A run that is under way: its figures follow its events, and the page is loaded anew when it has ended.
"use strict";

const live = document.querySelector("[data-events]");
const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language);

function span(seconds) {
  const unit = seconds < 60 ? "second" : "minute";
  const count = Math.round(unit === "second" ? seconds : seconds / 60);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(count);
}

function say(field, words) {
  const place = live.querySelector(`[data-field="${field}"]`);
  if (place.textContent !== words) place.textContent = words;
}

function show(run) {
  const bar = live.querySelector("progress");
  const articles = run.sources === 1 && !run.done;
  bar.max = (articles ? run.entries : run.sources) || 1;
  bar.value = articles ? run.new + run.revised + run.duplicates + run.near_duplicates : run.done;
  for (const field of ["done", "entries", "new"]) say(field, numbers.format(run[field]));
  say("sources_failed", numbers.format(run.sources_failed.length));
  live.querySelector("[aria-live]").hidden = run.seconds_left === null;
  if (run.seconds_left !== null) say("seconds_left", span(run.seconds_left));
  say("fetching", run.fetching.join(language.startsWith("zh") ? "、" : ", ") || "–");
}

const events = new EventSource(live.dataset.events);
events.addEventListener("progress", (event) => show(JSON.parse(event.data)));
events.addEventListener("end", () => {
  events.close();
  location.reload();
});
events.addEventListener("error", () => {
  if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
});
