// Comfort only: every page works without this file.
// - An answer is saved when it is given: the fields of its question and the form's own hidden ones go to data-save-url.
//   200 {seen}: stored.  409 {seen, choice, theirs, message}: somebody else answered meanwhile.
//   403: nothing is taken here any more, the answer stays here.  Other 4xx: the page itself has to be sent.
//   No answer or 5xx: the line is lost, or nothing can be stored, and the answer waits here.
//   A page is not sent then either: the browser would put its own error page in the place of ours, and 503 one that
//   has nothing of what was typed.
// - What waits is kept in this browser under the run's id, sent again after growing pauses, and put back into the
//   form after a reload, as long as the server still has the revision that it was given on.

const form = document.querySelector("form[data-save-url]");
const status = document.getElementById("saving");
const key = `wandelkompass ${form?.dataset.run}`;
const seenOf = (id) => form.elements[`${id}-seen`];
let waiting = form ? kept() : {};
let [sending, pause, lost] = [null, 2_000, false];

if (form) {
  for (const [id, fields] of Object.entries(waiting)) putBack(id, fields);
  form.addEventListener("change", ({ target }) => given(target.closest("fieldset")));
  form.addEventListener("submit", finishSaving);
  window.addEventListener("online", goOn);
  send();
}

document.getElementById("refused")?.focus();

function goOn() {
  status.textContent = "";
  send();
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {}; // storage is closed to us: then answers only wait in this page
  }
}

function keep() {
  try {
    if (Object.keys(waiting).length) localStorage.setItem(key, JSON.stringify(waiting));
    else localStorage.removeItem(key);
  } catch {} // as above
}

function say(word) {
  status.classList.toggle("waiting", word !== "saved");
  status.textContent = "";
  setTimeout(() => (status.textContent = form.dataset[word]), 50); // a change, so that it is read out every time
}

function put(name, value) {
  for (const field of form.querySelectorAll(`[name="${name}"]`)) {
    if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
}

function putBack(id, fields) {
  if (!seenOf(id)) return; // a question of another page
  if (seenOf(id).value === fields[`${id}-seen`]) Object.entries(fields).forEach(([name, value]) => put(name, value));
  else delete waiting[id]; // the server knows something newer
  keep();
}

function given(question) {
  const id = question?.id;
  if (!id || !seenOf(id)) return;
  if (question.dataset.seen) seenOf(id).value = question.dataset.seen; // chosen after a conflict
  const names = ["", "-reason", "-note", "-holds", "-seen"].map((part) => id + part);
  const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => names.includes(name)));
  const reasonIsMissing = fields[id] === "not_applicable" && !fields[`${id}-reason`];
  if (!fields[id] || reasonIsMissing) return; // nothing to store yet: it goes with the page
  waiting[id] = fields;
  keep();
  send();
}

function send() {
  sending ??= sendAll().finally(() => (sending = null));
  return sending;
}

async function sendAll() {
  let id;
  while ((id = Object.keys(waiting).find(seenOf))) {
    const fields = waiting[id];
    const answer = await post(id, fields);
    lost = answer ? answer.status === 503 && "busy" : "held";
    if (!answer || answer.status >= 500) {
      if (!status.matches(".waiting:not(:empty)")) say(answer ? "busy" : "waiting");
      setTimeout(send, pause);
      pause = Math.min(pause * 2, 60_000);
      return;
    }
    if (answer.status === 403) return say("refused"); // shut to us by now: what was chosen stays here
    pause = 2_000;
    if (waiting[id] === fields) delete waiting[id]; // else it was answered again while this was under way
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) stored(id, said);
    else if (answer.status === 409) conflict(id, said);
    else say("refused");
    keep();
  }
}

function post(id, fields) {
  const body = new URLSearchParams({ ...fields, question: id });
  for (const { name, value } of form.querySelectorAll(":scope > input[type=hidden]")) body.set(name, value);
  const how = { method: "POST", headers: { Accept: "application/json" }, keepalive: true };
  return fetch(form.dataset.saveUrl, { ...how, body, signal: AbortSignal.timeout(10_000) }).catch(() => null);
}

// A page sent while one of its answers is under way would look like a conflict with itself. Where the last answer
// could not be stored, it is tried once more before the page is held back.
async function finishSaving(event) {
  if (!sending && !lost && navigator.onLine) return;
  event.preventDefault();
  if (!navigator.onLine) return say("held");
  await (lost ? send() : Promise.race([sending, new Promise((done) => setTimeout(done, 3_000))]));
  if (lost) return say(lost);
  form.removeEventListener("submit", finishSaving);
  form.requestSubmit(event.submitter);
}

function settle(id, className) {
  const question = document.getElementById(id);
  question.querySelector(".mark")?.remove();
  settleLastTime(question.querySelector(".last"));
  question.className = className;
  return question;
}

// An answer of an earlier check that was confirmed or changed waits no more.
function settleLastTime(last) {
  const box = last?.querySelector("label");
  if (box?.contains(document.activeElement)) last.closest("fieldset").querySelector("[type=radio]:checked")?.focus();
  box?.remove();
  last?.classList.remove("waits");
}

function stored(id, { seen }) {
  delete settle(id, "q").dataset.seen;
  seenOf(id).value = seen;
  if (waiting[id]) waiting[id][`${id}-seen`] = seen;
  say("saved");
}

function conflict(id, { seen, choice, theirs, message }) {
  delete waiting[id];
  status.textContent = "";
  const question = settle(id, "q q-conflict");
  const mark = document.getElementById("conflict").content.firstElementChild.cloneNode(true);
  question.dataset.seen = seen;
  mark.querySelector(".told").textContent = message;
  mark.querySelector("dd").textContent = theirs;
  mark.addEventListener("click", ({ target }) => {
    const pressed = target.closest("button");
    if (pressed?.value === "theirs") put(id, choice);
    if (pressed) given(question);
  });
  question.querySelector("legend").after(mark);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.firstElementChild.textContent = button.dataset.copied;
  });
}
