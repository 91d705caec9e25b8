// One sector: its state, what is wrong, its files and its log.

import { order, Watched } from "./api.js";
import { h } from "./dom.js";
import { retry } from "./failures.js";
import { ago, bytes, moment, plural, times } from "./format.js";
import { confirm, jobLine, panel, pending, stateBadge } from "./parts.js";
import { mayWrite, state } from "./store.js";

const shown = new Watched();

/** The view. */
export function sector(name) {
  shown.follow(`/api/v1/sectors/${encodeURIComponent(name)}`);
  const s = shown.value;
  if (!s) return h("div", { class: "grid", key: name }, pending(shown));
  const isFailed = state.status.states.some((x) => x.state === s.state && x.isFailure);
  const running = state.status.workers.flatMap((w) => w.jobs).filter((j) => j.subject === s.name);
  return h("div", { class: "grid", key: name },
    h("div", { class: "title page", key: "title" }, h("h2", {}, s.name), stateBadge(s.state), h("span", { class: "space" }),
      isFailed ? retry(`sectors/${encodeURIComponent(s.name)}`, `${s.name} goes on`) : null,
      mayWrite() ? h("button", { class: "danger", id: "remove", onclick: () => remove(s.name) }, "Remove") : null),
    s.reason ? h("div", { class: "banner bad", key: "wrong" }, h("strong", {}, s.reason), s.remedy ? ` ${s.remedy}` : "") : null,
    running.length ? panel("Under way", null, h("ul", { class: "jobs" }, running.map(jobLine))) : null,
    h("div", { class: "pair", key: "facts" }, panel("Sector", null, facts(s)), panel("Files", null, files(s))),
    panel("Log", null, log(s)));
}

const fact = (name, value) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, value));

const facts = (s) => h("dl", { class: "facts" },
  fact("In this state since", `${moment(s.since)} (${ago(s.since, state.status.time)})`),
  fact("Made", moment(s.created)),
  fact("Pieces", s.pieces ? `${plural(s.pieces, "piece")}, ${bytes(s.pieceBytes)}` : "none: a sector without data"),
  fact("Went back", times(s.retries)),
  fact("CommD", s.commD ? h("code", {}, s.commD) : "not yet known"),
  fact("CommR", s.commR ? h("code", {}, s.commR) : "not yet known"));

function files(s) {
  const rows = Object.entries(s.files).sort();
  if (!rows.length) return h("p", { class: "empty" }, "No files yet.");
  return h("table", {}, h("thead", {}, h("tr", {}, h("th", {}, "File"), h("th", {}, "Where"))),
    h("tbody", {}, rows.map(([type, path]) => h("tr", { key: type }, h("td", {}, type), h("td", {}, h("code", {}, path))))));
}

function log(s) {
  if (!s.log?.length) return h("p", { class: "empty" }, "Nothing happened to it yet.");
  return h("ol", { class: "log" }, s.log.map((e, i) => h("li", { key: `${e.time} ${i}` },
    h("time", {}, moment(e.time)), h("span", {}, e.text))));
}

async function remove(name) {
  const sure = await confirm(`Remove ${name}?`, "Its files are deleted and it is struck off. This cannot be undone.", "Remove it");
  if (sure && await order(`/api/v1/sectors/${encodeURIComponent(name)}/remove`, undefined, `${name} is being removed`)) {
    location.hash = "#/sectors";
  }
}
