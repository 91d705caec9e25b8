// Workers, their cores, and what they do.

import { order } from "./api.js";
import { h } from "./dom.js";
import { duration } from "./format.js";
import { jobLine, steps } from "./parts.js";
import { mayWrite } from "./store.js";

const QUIET = 30; // seconds of silence worth a word
const CELLS = 64; // cores shown one by one

/** The view. */
export const workers = (status) => h("section", { class: "panel", key: "workers" },
  h("div", { class: "title" }, h("h2", {}, "Workers")), workerList(status, Infinity));

/** The first workers. */
export function workerList(status, most) {
  if (!status.workers.length) {
    return steps("No worker is here", "The sealer brings its own; other machines may add theirs.", "quarry sealer run",
      "quarry worker run --database URL --roles pc1,pc2,c2,post");
  }
  return h("ul", { class: "workers" }, status.workers.slice(0, most).map(worker));
}

function worker(w) {
  const [host, ...rest] = w.id.split("/");
  return h("li", { key: w.id },
    h("div", { class: "head" },
      h("h3", {}, host, h("small", {}, rest.join(" / "))),
      w.silence > QUIET ? h("span", { class: "badge warn" }, `silent for ${duration(w.silence)}`) : null,
      w.paused ? h("span", { class: "badge warn" }, "paused") : null,
      h("span", { class: "space" }),
      cores(w),
      mayWrite() ? h("button", {
        class: "small", onclick: () => order(w.paused ? "/api/v1/resume" : "/api/v1/pause", { worker: w.id },
          w.paused ? `${w.host} takes jobs again` : `${w.host} takes no new jobs`),
      }, w.paused ? "Resume" : "Pause") : null),
    h("p", { class: "kinds" }, w.kinds.map((k) => h("b", { class: "kind", key: k }, k))),
    w.jobs.length ? h("ul", { class: "jobs" }, w.jobs.map(jobLine))
      : h("p", { class: "empty" }, w.paused ? "Paused, nothing under way." : "Idle: nothing that it may do waits."));
}

function cores(w) {
  const busy = w.cores - w.freeCores;
  const label = `${busy} of ${w.cores} cores busy`;
  if (w.cores > CELLS) return h("span", { class: "cores" }, label);
  return h("span", { class: "cores", title: label }, h("span", { class: "cells", "aria-hidden": "true" },
    Array.from({ length: w.cores }, (_, i) => h("i", { class: i < busy ? "on" : "" }))), label);
}
