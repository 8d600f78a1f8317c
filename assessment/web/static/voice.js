// Comfort only. While somebody answers, it counts what is answered in each area. Once the board is open, it finds
// answers that app.js has kept on this device and could not send any more: they go to the server in one form, which
// tells them in words and stores nothing; then they are forgotten here.

const kept = (voice) => `wandelkompass ${voice}`;
const answers = document.getElementById("answers");

function count(link) {
  const area = document.getElementById(link.dataset.counts);
  const answered = area.querySelectorAll("fieldset.q :is(.levels, .options, .apart > label) :checked").length;
  link.querySelector("b").textContent = answered;
  link.querySelector("progress").value = answered;
}

function countAll() {
  document.querySelectorAll("[data-counts]").forEach(count);
}

function offer(form) {
  let waiting = {};
  try {
    waiting = JSON.parse(localStorage.getItem(kept(form.dataset.waitingOf))) ?? {};
  } catch {} // storage is closed to us: nothing can have been kept
  for (const [name, value] of Object.values(waiting).flatMap(Object.entries)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.hidden = !Object.keys(waiting).length;
}

if (answers) {
  answers.addEventListener("change", countAll);
  countAll();
}

document.querySelectorAll("form[data-waiting-of]").forEach(offer);

for (const told of document.querySelectorAll("[data-told]")) {
  try {
    localStorage.removeItem(kept(told.dataset.told));
  } catch {} // as above
}
