// Warns one minute before the screen locks. The server alone decides when that is; this file only counts along.
//
// What a person does (a key, a press) is told to the server at most once a minute, so that writing a long note counts
// as using the screen. Polling is never activity: requests marked data-poll move nothing here and must move nothing there.
// At the end the page is hidden, what was written and not sent is kept on the server for its author, and the lock page
// follows.

const MINUTE = 60_000;
const dialog = document.getElementById("idle");
const form = dialog.querySelector("form");
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

const written = (one) => {
  if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
  if (one.matches("select")) return [...one.options].some((option) => option.defaultSelected !== option.selected && option.index);
  return one.matches("input:not([type=hidden], [type=submit], [type=file]), textarea") && one.value !== one.defaultValue;
};

// Every form that decides something carries the key "once"; of those only the ones somebody has written in are kept.
function keepDrafts() {
  const forms = [...document.querySelectorAll("form:has([name=once])")].filter((form) => [...form.elements].some(written));
  const sent = forms.map((form) => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return fetch(dialog.dataset.idleDraft, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token() },
      credentials: "same-origin",
    }).catch(() => null);
  });
  return Promise.all(sent);
}

async function lock() {
  lockAt = Infinity;
  document.body.dataset.locked = "";
  await keepDrafts();
  form.submit();
}

function used() {
  if (dialog.open || Date.now() - told < MINUTE) return;
  tell();
}

function look() {
  const left = lockAt - Date.now();
  if (left <= 0) lock();
  else if (left <= MINUTE && !dialog.open) dialog.showModal();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  lock();
});
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
