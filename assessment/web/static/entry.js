// Comfort only: the screen works without this file. Enter and the arrow keys go from field to field, only Enter not
// past a wrong code, and what a code means is told while it is typed. Saving each code is app.js's part.

const fields = [...document.querySelectorAll(".code-field")];
const meanings = new Map(fields.map((field) => [field, told(field)]));

// The list of codes would open under every field and take the arrow keys; its words are shown beside the field instead.
for (const field of fields) field.removeAttribute("list");

function told(field) {
  return new Map([...field.list.options].map((option) => [option.value, option.label]));
}

// The same reading as on the server: spaces and capitals do not matter, ? is "don't know", n1 the only reason.
function meaning(field) {
  const code = field.value.replace(/\s/g, "").toLowerCase();
  const words = meanings.get(field);
  const unknown = words.get("w") ?? words.get("u");
  return words.get(code) ?? (/^[wu?]$/.test(code) ? unknown : code === "n1" ? words.get("n") : undefined);
}

function tell(field) {
  const words = meaning(field);
  const wrong = field.value.trim() !== "" && words === undefined;
  const place = document.getElementById(`${field.name}-m`);
  place.textContent = wrong ? place.dataset.allowed : (words ?? "");
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function move(field, by) {
  const next = fields[fields.indexOf(field) + by];
  if (next) next.focus();
  else if (by > 0) field.form.querySelector(".actions button").focus();
}

// Without leaving the field there is no change, and app.js would not say that the code is not saved.
function stay(field) {
  field.select();
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

for (const field of fields) {
  field.addEventListener("focus", () => field.select());
  field.addEventListener("input", () => tell(field));
  field.addEventListener("change", () => tell(field)); // also what app.js put back
  field.addEventListener("keydown", (event) => {
    const by = STEPS[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    if (event.key === "Enter" && field.matches("[aria-invalid=true]")) stay(field);
    else move(field, by);
  });
  tell(field);
}
