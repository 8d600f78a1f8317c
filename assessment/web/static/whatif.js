// Comfort only: without this file a button shows what would change.
// Whenever an answer is moved, the part of the page that tells the effect is fetched from the same address as the
// form would open, and put in place; the address of the page follows. An older request is given up. When the line
// fails, the button is there again.

const form = document.getElementById("suppose");
const [effect, said] = ["effect", "said"].map((id) => document.getElementById(id));
const [button, cut] = ["show", "cut"].map((id) => document.getElementById(id));
let [timer, latest] = [null, null];

if (effect) {
  button.hidden = true;
  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 200); // arrow keys run through several answers
  });
}

async function show() {
  latest?.abort();
  const mine = (latest = new AbortController());
  const patience = setTimeout(() => mine.abort(), 10_000);
  const address = `${form.action.split("#")[0]}?${new URLSearchParams(new FormData(form))}`;
  effect.setAttribute("aria-busy", "true");
  const told = await part(address, mine.signal);
  clearTimeout(patience);
  if (mine !== latest) return; // another answer was moved meanwhile
  effect.removeAttribute("aria-busy");
  button.hidden = told !== null;
  cut.hidden = told !== null;
  if (told === null) return;
  history.replaceState(null, "", address);
  const made = document.createElement("template");
  made.innerHTML = told;
  said.replaceChildren(made.content.querySelector(".said"));
  effect.replaceChildren(made.content);
}

async function part(address, signal) {
  try {
    const answer = await fetch(address, { headers: { "X-Part": "effect" }, signal });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null; // no line, or given up
  }
}
