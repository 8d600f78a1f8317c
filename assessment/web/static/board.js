// Comfort only: without this file a board is brought up to date by its link, and a form is sent as every form is.
// - [data-live]: the part of the page at this address is asked for again every data-every seconds (3), and shown when it
//   has changed. Once the session is in another state, the page itself is another one and is loaded. What somebody has
//   opened or stands on is left as it is. Without a line the page says so and goes on by itself.
// - form[data-hold]: is not sent without a line, since the browser would put its own error page in the place of ours.
//   What was typed stays, and goes off when the line is back.

const live = document.querySelector("[data-live]");
const told = document.querySelector("[data-lost-here]");
const pause = 1000 * (live?.dataset.every ?? 3);
let [tag, timer] = ["", null];

if (live) {
  document.addEventListener("visibilitychange", () => !document.hidden && ask());
  window.addEventListener("online", ask);
  timer = setTimeout(ask, pause);
}

async function ask() {
  clearTimeout(timer);
  if (!document.hidden) await bring().catch(() => (told.textContent = live.dataset.lost ?? ""));
  timer = setTimeout(ask, pause);
}

async function bring() {
  const answer = await fetch(live.dataset.live, {
    headers: tag ? { "If-None-Match": tag } : {},
    signal: AbortSignal.timeout(10_000),
  });
  if (answer.status === 403 || answer.status === 404) return location.reload(); // the page itself says why
  if (!answer.ok && answer.status !== 304) throw new Error(answer.statusText);
  told.textContent = "";
  if (answer.status === 304) return;
  const html = await answer.text();
  if (show(html)) tag = answer.headers.get("ETag");
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  const state = (root) => root.querySelector("[data-state]")?.dataset.state;
  if (state(fresh) !== state(live)) return location.reload();
  if (live.contains(document.activeElement)) return false; // next time
  for (const { id } of live.querySelectorAll("details[open][id]")) fresh.querySelector(`#${id}`)?.setAttribute("open", "");
  if (fresh.innerHTML.trim() !== live.innerHTML.trim()) live.replaceChildren(...fresh.childNodes);
  return true;
}

for (const form of document.querySelectorAll("form[data-hold]")) {
  form.addEventListener("submit", (event) => hold(event, form));
}

function hold(event, form) {
  if (navigator.onLine) return;
  event.preventDefault();
  const { submitter } = event;
  told.textContent = form.dataset.hold;
  window.addEventListener("online", () => ((told.textContent = ""), form.requestSubmit(submitter)), { once: true });
}
