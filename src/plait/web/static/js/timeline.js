// Says what a mark of the timeline means, beside it: on hover, focus and touch. Without this file each mark is a link
// to its row in the table, which holds the same words; this file reads them from there.

const REST = 8;

const wordsOf = (mark) => {
  const row = document.getElementById(mark.getAttribute("href").slice(1));
  if (!row) return null;
  const [date, strand, what, why, who] = [...row.cells].map((cell) => cell.textContent);
  return { head: `${date} · ${strand}`, what, why, who };
};

const paragraph = (name, text) => {
  const made = document.createElement("p");
  made.className = `tl-tip-${name}`;
  made.dir = "auto";
  made.textContent = text;
  return made;
};

class Tip {
  constructor(timeline) {
    this.timeline = timeline;
    this.mark = null;
    this.box = document.createElement("div");
    this.box.className = "tl-tip";
    this.box.hidden = true;
    timeline.append(this.box);
    this.box.addEventListener("pointerenter", () => clearTimeout(this.leaving));
    this.box.addEventListener("pointerleave", () => this.leave());
  }

  show(mark, { link = false } = {}) {
    const words = wordsOf(mark);
    if (!words) return;
    clearTimeout(this.leaving);
    this.mark?.classList.remove("tl-told");
    this.mark = mark;
    mark.classList.add("tl-told");
    this.box.replaceChildren(
      ...["head", "what", "why", "who"].filter((name) => words[name]).map((name) => paragraph(name, words[name])),
    );
    if (link) {
      const row = document.createElement("a");
      row.href = mark.getAttribute("href");
      row.textContent = this.timeline.dataset.more;
      row.addEventListener("click", () => this.hide());
      this.box.append(row);
    }
    this.box.hidden = false;
    this.place(mark);
  }

  // Above the mark if there is room, else below; always inside the card.
  place(mark) {
    const whole = this.timeline.getBoundingClientRect();
    const own = this.box.getBoundingClientRect();
    const spot = (mark.querySelector(".tl-why, .tl-stop") ?? mark).getBoundingClientRect();
    const middle = spot.left + Math.min(spot.width, 160) / 2 - whole.left;
    const left = Math.min(Math.max(middle - own.width / 2, REST), whole.width - own.width - REST);
    const reach = mark.getBoundingClientRect(); // the band, too, must stay in sight
    const above = reach.top - own.height - REST;
    const top = above > REST ? above : reach.bottom + REST;
    this.box.style.setProperty("transform", `translate(${Math.round(left)}px, ${Math.round(top - whole.top)}px)`);
  }

  leave() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.hide(), 160);
  }

  hide() {
    clearTimeout(this.leaving);
    this.mark?.classList.remove("tl-told");
    this.mark = null;
    this.box.hidden = true;
  }
}

// One stop of the Tab key for each kind of mark; the arrow keys walk along it.
const KINDS = ["tl-band", "tl-contact", "tl-session", "tl-score", "tl-life", "tl-words"];
const STEP = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const rove = (drawing) => {
  for (const kind of KINDS) {
    const marks = [...drawing.querySelectorAll(`.${kind}`)];
    marks.forEach((mark, index) => mark.setAttribute("tabindex", index ? "-1" : "0"));
    const go = (from, to) => {
      from.setAttribute("tabindex", "-1");
      to.setAttribute("tabindex", "0");
      to.focus();
    };
    marks.forEach((mark, index) => {
      mark.addEventListener("keydown", (event) => {
        const wanted = { Home: 0, End: marks.length - 1 }[event.key] ?? index + (STEP[event.key] ?? NaN);
        if (!marks[wanted]) return;
        event.preventDefault();
        go(mark, marks[wanted]);
      });
    });
  }
};

const enhance = (timeline) => {
  if (timeline.dataset.ready) return;
  timeline.dataset.ready = "yes";
  const tip = new Tip(timeline);
  let touched = false;
  for (const mark of timeline.querySelectorAll(".tl-mark")) {
    const title = mark.querySelector("title");
    if (title) {
      mark.setAttribute("aria-label", title.textContent);
      title.remove(); // the browser's own tip would lie over ours
    }
    mark.addEventListener("pointerenter", (event) => event.pointerType === "touch" || tip.show(mark));
    mark.addEventListener("pointerleave", () => touched || tip.leave());
    mark.addEventListener("focus", () => mark.matches(":focus-visible") && tip.show(mark));
    mark.addEventListener("blur", () => touched || tip.leave());
    mark.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"));
    mark.addEventListener("click", (event) => {
      if (touched && tip.mark !== mark) {
        event.preventDefault();
        tip.show(mark, { link: true });
      } else {
        tip.hide();
      }
    });
  }
  timeline.querySelectorAll(".tl-desk, .tl-tablet, .tl-phone").forEach(rove);
  document.addEventListener("keydown", (event) => event.key === "Escape" && tip.hide());
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".tl-mark, .tl-tip")) tip.hide();
  });
};

const enhanceAll = () => document.querySelectorAll("[data-timeline]").forEach(enhance);
enhanceAll();
document.addEventListener("htmx:afterSettle", enhanceAll);
