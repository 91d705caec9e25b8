// Pieces that several views share.

import { h } from "./dom.js";
import { duration, percent } from "./format.js";
import { state } from "./store.js";

/** A panel with a heading; `more` stands at the heading's right. */
export const panel = (title, more, ...children) => h("section", { class: "panel", key: title },
  h("div", { class: "title" }, h("h2", {}, title), more), children);

/** A bar that is filled to `fraction`; nil: a bar of unknown length. */
export const progress = (fraction, label) => h("div", {
  class: fraction == null ? "progress unknown" : "progress", role: "progressbar", "aria-label": label,
  "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": fraction == null ? null : Math.floor(fraction * 100 + 1e-9),
}, h("i", { style: { width: `${(fraction ?? 1) * 100}%` } }));

/** A link to a sector's page where the subject is one. */
export const subject = (text) => (/^s-/.test(text)
  ? h("a", { href: `#/sector/${encodeURIComponent(text)}` }, text) : h("span", {}, text));

/** A job as one line: what, how far, how long. */
export const jobLine = (job) => h("li", { key: job.id, class: "job" },
  h("span", { class: "what" }, h("b", { class: "kind" }, job.kind), " ", subject(job.subject)),
  h("span", { class: "stage" }, job.stage),
  progress(job.fraction, `${job.kind} of ${job.subject}`),
  h("span", { class: "far" }, job.fraction == null ? "" : percent(job.fraction)),
  h("span", { class: "left" }, job.secondsLeft == null ? (job.seconds == null ? "" : `for ${duration(job.seconds)}`)
    : `${duration(job.secondsLeft)} left`));

/** A sector's state, red where it is a failure. */
export function stateBadge(name) {
  const known = state.status?.states.find((s) => s.state === name);
  return h("span", { class: known?.isFailure ? "badge bad" : "badge" }, name);
}

/** The commands that a newcomer needs next. */
export const steps = (title, text, ...commands) => h("div", { class: "steps" }, h("h3", {}, title), h("p", {}, text),
  commands.map((c) => h("pre", { key: c }, c)));

/** Why a list is not there yet. */
export const pending = (watched) => (watched.refusal
  ? h("p", { class: "empty bad" }, `${watched.refusal.message}. ${watched.refusal.remedy}`)
  : h("p", { class: "empty" }, "Loading…"));

/** Asks before something that cannot be undone. */
export function confirm(question, detail, verb) {
  return new Promise((done) => {
    const dialog = document.createElement("dialog");
    const make = (tag, text, parent, name) => {
      const node = document.createElement(tag);
      node.textContent = text;
      if (name) node.className = name;
      parent.append(node);
      return node;
    };
    make("h2", question, dialog);
    make("p", detail, dialog);
    const row = make("div", "", dialog, "row");
    make("button", "Keep", row).onclick = () => dialog.close("");
    make("button", verb, row, "danger").onclick = () => dialog.close("yes");
    dialog.onclose = () => {
      dialog.remove();
      done(dialog.returnValue === "yes");
    };
    document.body.append(dialog);
    dialog.showModal();
  });
}
