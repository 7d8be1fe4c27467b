// Keys: "/" finds a person, "g" and a letter goes to a page, "?" lists the keys, Ctrl+Enter sends the form one is in.
// Single keys can be switched off (<html data-keys="off">, WCAG 2.1.4) and never act while one is typing.

const off = () => document.documentElement.dataset.keys === "off";
const typing = (target) =>
  target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=button]), textarea, select");

let going = 0;

function single(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || off()) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (going > Date.now()) {
    going = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key.toLowerCase())}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (event.key === "g") going = Date.now() + 1500;
  if (event.key === "/") {
    const field = [...document.querySelectorAll("main [data-search], [data-search]")].find((one) => one.checkVisibility());
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  }
  if (event.key === "?") document.querySelector("[data-keys-dialog]")?.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) {
    const form = event.target.closest("form[data-ctrl-enter]");
    if (form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[type=submit].main") ?? undefined);
    }
    return;
  }
  single(event);
});
