// Jobs: live ones by urgency, ended ones by time.

import { order, Watched } from "./api.js";
import { h } from "./dom.js";
import { retry } from "./failures.js";
import { count, duration, percent } from "./format.js";
import { confirm, pending, progress, subject } from "./parts.js";
import { draw, mayWrite, state } from "./store.js";

const LIMIT = 200;
const STATES = ["running", "ready", "waiting", "cancelling", "failed", "done", "cancelled"];
const LIVE = new Set(["running", "ready", "waiting"]);
const list = new Watched(true);
const view = { state: "", kind: "" };

/** The view. */
export function jobs(status) {
  const query = new URLSearchParams({ limit: LIMIT });
  if (view.state) query.set("state", view.state);
  if (view.kind) query.set("kind", view.kind);
  list.follow(`/api/v1/jobs?${query}`);
  const found = list.value?.jobs;
  return h("section", { class: "panel", key: "jobs" },
    h("div", { class: "title" }, h("h2", {}, "Jobs"), filters(status)),
    found === undefined ? pending(list)
      : found.length ? table(found) : h("p", { class: "empty" }, view.state || view.kind ? "No job is like that."
        : "No job waits or runs. Jobs come from sectors: quarry sealer add FILE."),
    found?.length === LIMIT ? h("p", { class: "more" }, `The first ${LIMIT}: narrow it down by state or kind.`) : null);
}

function filters(status) {
  const number = (test) => status.jobs.filter(test).reduce((sum, j) => sum + j.count, 0);
  const kinds = [...new Set(status.jobs.map((j) => j.kind))];
  const choice = (id, label, all, options) => h("span", { class: "field" },
    h("label", { for: id }, label),
    h("select", { id, value: view[id], onchange: (event) => { view[id] = event.target.value; draw(); } },
      h("option", { value: "" }, all), options));
  return h("div", { class: "row" },
    choice("state", "State", "live", STATES.map((s) => h("option", { key: s, value: s },
      `${s} (${count(number((j) => j.state === s))})`))),
    choice("kind", "Kind", "all", kinds.map((k) => h("option", { key: k, value: k },
      `${k} (${count(number((j) => j.kind === k))})`))));
}

const table = (found) => h("table", { class: "cards" },
  h("thead", {}, h("tr", {}, h("th", {}, "Job"), h("th", {}, "Kind"), h("th", {}, "About"), h("th", {}, "State"),
    h("th", { class: "wide" }, "Progress"), h("th", {}, "Worker"), h("th", {}, ""))),
  h("tbody", {}, found.map((j) => h("tr", { key: j.id, "data-job": j.id },
    h("td", {}, j.id), h("td", {}, h("b", { class: "kind" }, j.kind)), h("td", {}, subject(j.subject)),
    h("td", {}, h("span", { class: j.state === "failed" ? "badge bad" : "badge" }, j.state),
      j.attempts ? h("small", {}, ` ${j.attempts} failed before`) : null),
    h("td", { class: "wide" }, how(j)),
    h("td", { class: "worker" }, j.worker ? h("small", {}, j.worker) : ""),
    h("td", { class: "act" }, action(j))))));

function how(j) {
  if (j.state === "running") {
    return [progress(j.fraction, `${j.kind} of ${j.subject}`), h("small", {}, [j.stage,
      j.fraction == null ? null : percent(j.fraction), j.secondsLeft == null ? null : `${duration(j.secondsLeft)} left`]
      .filter(Boolean).join(" · "))];
  }
  const took = j.seconds == null ? "" : `took ${duration(j.seconds)}`;
  return h("small", {}, [j.reason ?? took, j.reason && j.remedy ? j.remedy : null].filter(Boolean).join(" — "));
}

function action(j) {
  if (!mayWrite()) return null;
  if (j.state === "failed") return retry(`jobs/${j.id}`, `Job ${j.id} is ready again`);
  if (!LIVE.has(j.state)) return null;
  return h("button", { class: "small cancel", onclick: () => cancel(j) }, "Cancel");
}

async function cancel(j) {
  const sure = await confirm(`Cancel job ${j.id}?`, `${j.kind} of ${j.subject} ends; what it did since its last step is lost.`,
    "Cancel it");
  if (sure) await order(`/api/v1/jobs/${j.id}/cancel`, undefined, `Job ${j.id} is being cancelled`);
}
