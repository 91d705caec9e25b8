// The plant at a glance: what limits it, the pipeline, rates, workers, failures, storage.

import { order } from "./api.js";
import { h } from "./dom.js";
import { failureList, failureCount } from "./failures.js";
import { bytes, count, duration, plural, words } from "./format.js";
import { panel, steps } from "./parts.js";
import { plot } from "./plot.js";
import { storageList } from "./storage.js";
import { mayWrite } from "./store.js";
import { workerList } from "./workers.js";

/** The view. */
export function overview(status) {
  const total = status.states.reduce((sum, s) => sum + (s.state === GONE ? 0 : s.count), 0);
  if (total === 0 && status.rates.proven === 0) return welcome(status);
  const failed = failureCount(status);
  return h("div", { class: "grid", key: "overview" },
    limit(status),
    figures(status, total, failed),
    panel("Pipeline", h("a", { href: "#/sectors" }, "All sectors"), pipeline(status)),
    h("div", { class: "pair", key: "plots" }, rates(status)),
    failed ? panel("Failures", h("a", { href: "#/failures" }, `All ${count(failed)}`), failureList(status, 3)) : null,
    h("div", { class: "pair uneven", key: "machines" },
      panel("Workers", h("a", { href: "#/workers" }, "All workers"), workerList(status, 4)),
      h("div", { class: "grid", key: "side" },
        status.rates.stages.length ? panel("Stages", null, stages(status)) : null,
        panel("Storage", h("a", { href: "#/storage" }, "All paths"), storageList(status)))));
}

const limit = (status) => h("p", { class: "limit", key: "limit" }, h("span", {}, "Limited by"), status.limit);

function figures(status, total, failed) {
  const cores = status.workers.reduce((sum, w) => sum + w.cores, 0);
  const busy = cores - status.workers.reduce((sum, w) => sum + w.freeCores, 0);
  const hourly = status.rates.provenLastHour * status.sectorSize;
  return h("dl", { class: "figures", key: "figures" },
    figure("proven", "Proven in the last hour", count(status.rates.provenLastHour), `${bytes(hourly)} an hour`),
    figure("ever", "Proven since ever", count(status.rates.proven), bytes(status.rates.proven * status.sectorSize)),
    figure("total", "Sectors here", count(total), bytes(total * status.sectorSize)),
    figure("failed", "Failed", count(failed), failed ? `${count(status.rates.failedLastHour)} in the last hour` : "all is well",
      failed ? "bad" : ""),
    figure("cores", "Cores busy", `${busy} of ${cores}`, plural(status.workers.length, "worker")),
    figure("uptime", "Running for", status.uptime == null ? "–" : duration(status.uptime),
      status.uptime == null ? "no sealer runs" : ""));
}

const figure = (id, name, value, detail, tone = "") => h("div", { key: id, id: `figure-${id}`, class: tone },
  h("dt", {}, name), h("dd", {}, value, h("small", {}, detail)));

// The parts of a sector's life, as it goes through them. States that no part names stand at the end.
const PARTS = [
  ["Pieces", ["Empty", "WaitDeals", "Packing"]],
  ["Sealing", ["GetTicket", "WaitBatch", "PreCommit1", "PreCommit2", "PreCommitting", "PreCommitWait", "WaitSeed"]],
  ["Proof", ["Committing", "Proving", "SubmitCommit", "CommitWait", "Proven"]],
  ["Storage", ["FinalizeSector", "Moving", "Available"]],
  ["New data", ["SnapDealsAddPieces", "UpdateReplica", "ProveReplicaUpdate", "SubmitReplicaUpdate", "ReplicaUpdateWait",
    "UpdateCommitted", "ReleaseSectorKey"]],
];
// These parts are shown only while they hold sectors.
const RARE = new Set(["New data", "Other"]);
// Sectors in it are history: they are listed, and counted nowhere.
const GONE = "Removed";

// Sectors in each state, left to right in the order of a sector's life, failures below.
function pipeline(status) {
  const flow = status.states.filter((s) => !s.isFailure && s.state !== GONE);
  const failed = status.states.filter((s) => s.isFailure && s.count > 0);
  const named = new Set(PARTS.flatMap(([, names]) => names));
  const parts = [...PARTS, ["Other", flow.filter((s) => !named.has(s.state)).map((s) => s.state)]]
    .map(([name, names]) => ({ name, states: flow.filter((s) => names.includes(s.state)) }))
    .map((part) => ({ ...part, total: part.states.reduce((sum, s) => sum + s.count, 0) }))
    .filter((part) => part.states.length && (part.total || !RARE.has(part.name)));
  // Sealed sectors only gather: they would dwarf what is under way.
  const most = Math.max(1, ...flow.filter((s) => s.state !== "Available").map((s) => s.count));
  return [
    h("ol", { class: "flow", key: "flow" }, parts.map((part) => h("li", { key: part.name },
      h("h3", {}, part.name, h("span", {}, count(part.total))),
      h("ul", {}, part.states.map((s) => stage(s, most)))))),
    failed.length ? h("ul", { class: "failed", key: "failed" }, failed.map((s) => h("li", { key: s.state },
      h("a", { href: `#/sectors?state=${encodeURIComponent(s.state)}`, "data-state": s.state },
        h("b", {}, count(s.count)), " ", words(s.state))))) : null,
  ];
}

const stage = (s, most) => h("li", { key: s.state }, h("a", {
  href: `#/sectors?state=${encodeURIComponent(s.state)}`, class: s.count ? "" : "none", "data-state": s.state,
  "aria-label": `${s.state}: ${plural(s.count, "sector")}`, title: s.state,
},
h("span", { class: "name" }, words(s.state)), h("b", {}, count(s.count)),
h("i", { style: { width: `${Math.min(100, (100 * s.count) / most).toFixed(1)}%` } })));

function rates(status) {
  const history = status.rates.history;
  const times = history.map((p) => p.time);
  const kinds = [...new Set([...status.rates.stages.map((s) => s.kind), ...history.flatMap((p) => Object.keys(p.jobs))])];
  const proven = [{ name: "proven", color: "c0", values: history.map((p) => p.proven) }];
  const jobs = kinds.map((kind, i) => ({ name: kind, color: `c${i % 8}`, values: history.map((p) => p.jobs[kind] ?? 0) }));
  return [
    panel("Sectors proven", null, times.length ? plot("proven", "A minute", times, proven, "sector") : nothing()),
    panel("Jobs ended", null, times.length && kinds.length ? plot("jobs", "A minute, by kind", times, jobs, "job") : nothing()),
  ];
}

const nothing = () => h("p", { class: "empty" }, "Nothing yet in the last hour.");

function stages(status) {
  return h("table", { class: "stages" },
    h("thead", {}, h("tr", {}, h("th", {}, "Stage"), h("th", { class: "n" }, "In the last hour"),
      h("th", { class: "n" }, "A job takes"), h("th", { class: "n" }, "Cores × time, a sector"))),
    h("tbody", {}, status.rates.stages.map((s) => h("tr", { key: s.kind },
      h("td", {}, h("b", { class: "kind" }, s.kind)), h("td", { class: "n" }, count(s.sectors)),
      h("td", { class: "n" }, duration(s.meanSeconds)), h("td", { class: "n" }, duration(s.coreSecondsPerSector))))));
}

// What to do next, for someone whose plant is empty.
function welcome(status) {
  let number = 0;
  const step = (title, text, ...commands) => steps(`${++number}. ${title}`, text, ...commands);
  return h("div", { class: "grid", key: "welcome" }, h("section", { class: "panel welcome" },
    h("h2", {}, "Nothing to seal yet"),
    h("p", {}, "Sectors appear here as soon as there is something to seal. On this machine:"),
    status.storage.length ? null : step("Give it a place", "A directory with room for sectors in work and for sealed ones.",
      "quarry storage attach DIR --seal --store"),
    status.workers.length ? null : step("Let it work", "Workers take jobs from the queue.", "quarry sealer run"),
    step("Seal", "Your own files, or sectors without data to see it work:",
      "quarry sealer add FILE", "quarry sealer pledge --count 16"),
    mayWrite() && status.storage.length ? h("div", { class: "row" },
      h("button", { class: "main", id: "pledge", onclick: () => order("/api/v1/pledge", { count: 1 }, "One sector is ordered") },
        "Order one sector without data"),
      h("button", { onclick: () => order("/api/v1/pledge", { count: 16 }, "16 sectors are ordered") }, "Order 16")) : null),
  h("div", { class: "pair uneven", key: "machines" },
    panel("Workers", null, workerList(status, 4)), panel("Storage", null, storageList(status))));
}
