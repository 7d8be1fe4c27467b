// Moves the focus to the error summary, and from its links to the fields: whoever cannot see the page hears at once
// what is wrong. Without this file the links still scroll to the fields.

const summary = (root) => root.querySelector?.("[data-error-summary]");

summary(document)?.focus();

document.addEventListener("htmx:afterSwap", (event) => summary(event.detail.target)?.focus());

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  (control.closest(".field") ?? control).scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
});
