// Warns one minute before the screen locks. The server alone decides when that is; this file only counts along.
//
// What a person does (a key, a press) is told to the server at most once a minute, so that writing a long note counts
// as using the screen. Polling is never activity: requests marked data-poll move nothing here and must move nothing there.
// At the end the page is hidden, unsent text of forms with data-draft goes to the address named there, and the lock page
// follows.

const MINUTE = 60_000;
const dialog = document.getElementById("idle");
const wait = Number(dialog.dataset.idleSeconds) * 1000;
const token = () => dialog.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

let told = Date.now(); // when the server last heard of a person
let lockAt = told + wait;

function heard() {
  told = Date.now();
  lockAt = told + wait;
}

async function tell() {
  told = Date.now();
  const answer = await fetch(dialog.dataset.idleStay, {
    method: "POST",
    headers: { "X-CSRFToken": token() },
    credentials: "same-origin",
    redirect: "manual",
  }).catch(() => null);
  if (answer?.ok) heard();
  else if (answer) await lock(); // the server has already locked, or ended the session
  return answer?.ok ?? false;
}

function keepDrafts() {
  const sent = [...document.querySelectorAll("form[data-draft]")].map((form) =>
    fetch(form.dataset.draft, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token() } }).catch(() => null),
  );
  return Promise.all(sent);
}

async function lock() {
  lockAt = Infinity;
  document.body.dataset.locked = "";
  await keepDrafts();
  const form = dialog.querySelector("form");
  form.requestSubmit();
}

function used() {
  if (dialog.open || Date.now() - told < MINUTE) return;
  tell();
}

function look() {
  const left = lockAt - Date.now();
  if (left <= 0) lock();
  else if (left <= MINUTE && !dialog.open) {
    keepDrafts();
    dialog.showModal();
  }
}

dialog.querySelector("[data-idle-continue]").addEventListener("click", async () => {
  if (await tell()) dialog.close();
});
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  dialog.querySelector("[data-idle-continue]").click();
});
for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, used, { passive: true });
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && !event.detail.elt.closest("[data-poll]")) heard();
});
document.addEventListener("visibilitychange", look); // a laptop that was asleep
setInterval(look, 5_000);
