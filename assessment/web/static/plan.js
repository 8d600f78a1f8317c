// Comfort only: an entry moves without a new page. The page that the server answers with has the new order; the list
// is taken from it, the focus stays on the moved entry, and its new place is read out. On any trouble the form is sent
// as it is. What has just happened gets the focus, so that it is read out: not by autofocus and not before the page is
// there, since the address names an entry and the browser goes to that first.

const announced = document.getElementById("announced");
let moving = false;

window.addEventListener("load", () => setTimeout(() => document.querySelector("[data-happened]")?.focus()));

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".order") || !document.getElementById("entries")) return;
  event.preventDefault();
  if (!moving) move(event.target, event.submitter);
});

async function move(form, pressed) {
  moving = true;
  const body = new URLSearchParams(new FormData(form));
  body.set(pressed.name, pressed.value);
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  const text = answer?.ok ? await answer.text().catch(() => "") : "";
  const list = new DOMParser().parseFromString(text, "text/html").getElementById("entries");
  moving = false;
  if (!list) return sendAsItIs(form, pressed);
  document.getElementById("entries").replaceWith(list);
  list.querySelector("[autofocus]")?.focus();
  announced.textContent = list.querySelector("#told")?.textContent ?? "";
}

function sendAsItIs(form, { name, value }) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  form.submit();
}
