// What failed, why, what to do about it, and the button that does it.

import { order, Watched } from "./api.js";
import { h } from "./dom.js";
import { ago, count, plural, times } from "./format.js";
import { pending, stateBadge, subject } from "./parts.js";
import { mayWrite, state } from "./store.js";

const SHOWN = 100; // of each state
const lists = new Map(); // state -> Watched
const failedJobs = new Watched();
const busy = new Set(); // what is being retried

/** Sectors in states of failure. */
export const failureCount = (status) => status.states.reduce((sum, s) => sum + (s.isFailure ? s.count : 0), 0);

/** The view. */
export function failures(status) {
  failedJobs.follow(`/api/v1/jobs?state=failed&limit=${SHOWN}`);
  const jobs = failedJobs.value?.jobs ?? [];
  const failed = failureCount(status);
  const shown = found(status, SHOWN);
  return h("div", { class: "grid", key: "failures" },
    h("section", { class: "panel", key: "sectors" },
      h("div", { class: "title" }, h("h2", {}, failed ? plural(failed, "failed sector") : "Failed sectors"),
        mayWrite() && shown.length > 1 ? h("button", { id: "retry-all", onclick: () => retryAll(shown) },
          `Retry these ${count(shown.length)}`) : null),
      failed ? failureList(status, SHOWN) : h("p", { class: "empty" }, "No sector is in a state of failure.")),
    h("section", { class: "panel", key: "jobs" }, h("div", { class: "title" }, h("h2", {}, "Failed jobs")),
      failedJobs.value === null ? pending(failedJobs)
        : jobs.length ? h("ul", { class: "failures" }, jobs.map(job))
          : h("p", { class: "empty" }, "No job failed for good.")));
}

/** The first failed sectors, with cause and remedy. */
export function failureList(status, most) {
  const shown = found(status, most);
  if (!shown.length) return h("p", { class: "empty" }, "Loading…");
  return h("ul", { class: "failures" }, shown.map(sector));
}

function found(status, most) {
  const failing = status.states.filter((s) => s.isFailure && s.count > 0);
  for (const name of [...lists.keys()]) if (!failing.some((s) => s.state === name)) lists.delete(name);
  const sectors = failing.flatMap(({ state: name }) => {
    if (!lists.has(name)) lists.set(name, new Watched());
    const list = lists.get(name);
    list.follow(`/api/v1/sectors?state=${encodeURIComponent(name)}&limit=${SHOWN}`);
    return list.value?.sectors ?? [];
  });
  return sectors.sort((a, b) => b.since - a.since).slice(0, most);
}

const sector = (s) => h("li", { key: s.name, "data-sector": s.name },
  h("div", { class: "cause" }, subject(s.name), " ", stateBadge(s.state),
    h("small", {}, ago(s.since, state.status.time), s.retries ? `, went back ${times(s.retries)}` : ""),
    h("p", {}, s.reason ?? "The cause is not known."), s.remedy ? h("p", { class: "remedy" }, s.remedy) : null),
  retry(`sectors/${encodeURIComponent(s.name)}`, `${s.name} goes on`));

const job = (j) => h("li", { key: j.id },
  h("div", { class: "cause" }, h("b", { class: "kind" }, j.kind), " ", subject(j.subject), h("small", {}, `job ${j.id}`),
    h("p", {}, j.reason ?? "The cause is not known."), j.remedy ? h("p", { class: "remedy" }, j.remedy) : null),
  retry(`jobs/${j.id}`, `Job ${j.id} is ready again`));

/** A button that sends a failed thing back to where it can go on. */
export function retry(what, said) {
  if (!mayWrite()) return null;
  return h("button", {
    class: "retry", disabled: busy.has(what), onclick: async () => {
      busy.add(what);
      await order(`/api/v1/${what}/retry`, undefined, said);
      busy.delete(what);
      for (const list of [...lists.values(), failedJobs]) if (list.path) list.follow(list.path, true);
    },
  }, "Retry");
}

async function retryAll(sectors) {
  for (const s of sectors) {
    if (!await order(`/api/v1/sectors/${encodeURIComponent(s.name)}/retry`, undefined, `${s.name} goes on`)) return;
  }
}
