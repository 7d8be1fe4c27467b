// "Leave this page": takes this page's place in the history instead of adding to it, and hides it at once.
// Pressing Escape three times does the same. Without this file the link leads away all the same.

const BETWEEN_MS = 1500;
const link = document.querySelector("[data-leave]");
let pressed = 0;
let last = 0;

function leave() {
  document.body.hidden = true;
  document.title = " ";
  location.replace(link.href);
}

if (link) {
  document.querySelectorAll("[data-leave-keys]").forEach((hint) => (hint.hidden = false));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      pressed = 0;
      return;
    }
    pressed = event.timeStamp - last < BETWEEN_MS ? pressed + 1 : 1;
    last = event.timeStamp;
    if (pressed === 3) leave();
  });
  // Somebody who comes back on purpose finds the page again.
  addEventListener("pageshow", () => (document.body.hidden = false));
}
