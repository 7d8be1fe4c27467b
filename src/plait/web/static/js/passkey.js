// Passkeys and security keys (WebAuthn). Forms with data-passkey are shown only where the browser can do it:
//   "sign-in"  asks the address of the form for its options        (a passkey that knows whose it is)
//   "confirm"  finds its options in the page (#passkey-options)     (a key of the person who is known)
//   "create"   finds its options in the page, and makes a new key
// What the key answers goes into the field "credential" as JSON, and the form is sent. Without this file, or without
// a key, the authenticator app and the password remain.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

function read(options) {
  const key = options.publicKey;
  return {
    ...key,
    challenge: bytes(key.challenge),
    ...(key.user && { user: { ...key.user, id: bytes(key.user.id) } }),
    ...(key.allowCredentials && { allowCredentials: known(key.allowCredentials) }),
    ...(key.excludeCredentials && { excludeCredentials: known(key.excludeCredentials) }),
  };
}

function write(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

const inPage = () => JSON.parse(document.getElementById("passkey-options").textContent);

async function fetched(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`no options: ${answer.status}`);
  return answer.json();
}

async function ask(form) {
  if (form.dataset.passkey === "create") {
    const publicKey = read(inPage().creation_options);
    const alone = form.elements.passwordless?.checked ?? false;
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone && { userVerification: "required" }),
    };
    return navigator.credentials.create({ publicKey });
  }
  const options = form.dataset.passkey === "sign-in" ? await fetched(form) : inPage();
  return navigator.credentials.get({ publicKey: read(options.request_options) });
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const failed = form.querySelector("[data-passkey-failed]");
  if (failed) failed.hidden = true;
  try {
    form.elements.credential.value = write(await ask(form));
    form.submit();
  } catch {
    if (failed) failed.hidden = false; // said no, had no key, or waited too long
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", send);
  }
  for (const note of document.querySelectorAll("[data-no-passkey]")) note.hidden = true;
}
