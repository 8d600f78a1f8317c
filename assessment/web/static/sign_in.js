// Comfort, and passkeys, which browsers offer to scripts alone.
// - A form with data-passkey asks data-options for a challenge, lets the browser answer it, and is then sent like any
//   other. Its button is hidden until the browser can do that here: passkeys are good for one address only.
// - A password can be shown while it is typed.
// - Back from another house, the button that signs in is pressed by itself.

for (const form of document.querySelectorAll("form[data-passkey]")) offer(form);
for (const field of document.querySelectorAll("input[type=password]")) showable(field);
document.querySelector("form[data-go-on]")?.requestSubmit();

function offer(form) {
  const [button, told] = [form.querySelector("button"), form.querySelector("[role=status]")];
  if (!window.PublicKeyCredential) {
    told.textContent = told.dataset.unable;
  } else if (location.hostname !== form.dataset.site) {
    told.textContent = told.dataset.elsewhere;
  } else {
    button.hidden = false;
    button.addEventListener("click", () => answer(form, button, told));
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault(); // the key Enter in the name's field means the button
      answer(form, button, told);
    });
  }
}

async function answer(form, button, told) {
  told.textContent = "";
  button.disabled = true;
  try {
    const options = await asked(form);
    if (options) {
      form.elements.credential.value = JSON.stringify(await signed(form.dataset.passkey, options));
      form.submit();
    }
  } catch {
    told.textContent = told.dataset.failed;
    told.classList.add("refusal");
  }
  button.disabled = false;
}

async function asked(form) {
  const response = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (response.status === 403 || response.status === 429) {
    location.assign(location.href); // somebody has to show first who they are: the page says so
    return null;
  }
  if (!response.ok) throw new Error(response.status);
  return response.json();
}

async function signed(kind, options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const known of list ?? []) known.id = bytes(known.id);
  }
  return told(await navigator.credentials[kind]({ publicKey: options }));
}

function told({ id, type, rawId, response, authenticatorAttachment }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const there = parts.filter((part) => response[part]);
  return {
    id,
    type,
    rawId: text(rawId),
    authenticatorAttachment,
    clientExtensionResults: {},
    response: Object.fromEntries(there.map((part) => [part, text(response[part])])),
  };
}

function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}

function text(buffer) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function showable(field) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kern-btn kern-btn--tertiary shown";
  button.append(Object.assign(document.createElement("span"), { className: "kern-label", textContent: field.dataset.show }));
  button.addEventListener("click", () => {
    const hidden = field.type === "text";
    field.type = hidden ? "password" : "text";
    button.firstChild.textContent = hidden ? field.dataset.show : field.dataset.hide;
  });
  field.after(button);
}
