// Closes an opened menu (details[data-menu]) by Escape or a press elsewhere. Without this file it closes by its summary.

const opened = () => document.querySelector("details[data-menu][open]");

document.addEventListener("click", (event) => {
  const menu = opened();
  if (menu && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = opened();
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
