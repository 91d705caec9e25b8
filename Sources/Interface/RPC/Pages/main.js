// The page: its frame, its addresses (#/jobs), and what is drawn where.

import { order } from "./api.js";
import { h, patch } from "./dom.js";
import { failures, failureCount } from "./failures.js";
import { bytes, clock, count, duration } from "./format.js";
import { jobs } from "./jobs.js";
import { start, unlock } from "./live.js";
import { overview } from "./overview.js";
import { sector } from "./sector.js";
import { sectors } from "./sectors.js";
import { storage } from "./storage.js";
import { draw, mayWrite, onDraw, state } from "./store.js";
import { workers } from "./workers.js";

const VIEWS = [
  { at: "", name: "Overview", view: overview },
  { at: "sectors", name: "Sectors", view: sectors },
  { at: "jobs", name: "Jobs", view: jobs },
  { at: "workers", name: "Workers", view: workers },
  { at: "storage", name: "Storage", view: storage },
  { at: "failures", name: "Failures", view: failures },
];
let refused = null; // why a token was not taken

function render() {
  const view = VIEWS.find((v) => v.at === state.route[0]);
  const isSector = state.route[0] === "sector";
  document.title = `${isSector ? state.route[1] : view?.name ?? "Nothing here"} · Quarry`;
  let content;
  if (state.link === "locked") content = lock();
  else if (!state.status) content = opening();
  else if (isSector) content = sector(state.route[1]);
  else if (view) content = view.view(state.status);
  else content = h("p", { class: "empty" }, "There is no such page. ", h("a", { href: "#/" }, "To the overview"));
  patch(document.getElementById("app"), [head(), nav(), banner(),
    h("main", { id: "content", tabindex: -1, key: "content" }, content)]);
}

function head() {
  const s = state.status;
  return h("header", { key: "head" },
    h("a", { class: "brand", href: "#/" }, h("img", { src: "/favicon.svg", alt: "", width: 24, height: 24 }), "Quarry"),
    s ? h("span", { class: "miner" }, s.miner, h("small", {}, `${bytes(s.sectorSize)} sectors`)) : null,
    h("span", { class: "space" }),
    s?.paused ? h("span", { class: "badge warn" }, "Paused: no new work starts") : null,
    s && mayWrite() && state.link !== "locked" ? h("button", {
      id: "pause", onclick: () => pause(!s.paused),
      title: s.paused ? "Lets new work start again" : "Work under way is finished, no new work starts",
    }, s.paused ? "Resume" : "Pause") : null,
    link());
}

function pause(wanted) {
  order(wanted ? "/api/v1/pause" : "/api/v1/resume", {},
    wanted ? "Paused: work under way is finished, nothing new starts" : "Resumed");
}

function link() {
  const texts = { opening: "Connecting", live: "Live", lost: "Connection lost", locked: "Locked" };
  const s = state.status;
  const title = state.link === "live" && s?.uptime != null ? `The node runs for ${duration(s.uptime)}` : "";
  return h("span", { id: "link", class: `link ${state.link}`, title }, h("i", {}), texts[state.link]);
}

function nav() {
  if (state.link === "locked") return h("nav", { key: "nav" });
  const failed = state.status ? failureCount(state.status) : 0;
  return h("nav", { key: "nav", "aria-label": "Pages" }, VIEWS.map((v) => h("a", {
    key: v.at, href: `#/${v.at}`,
    "aria-current": v.at === state.route[0] || (v.at === "sectors" && state.route[0] === "sector") ? "page" : null,
  }, v.name, v.at === "failures" && failed ? [" ", h("b", { class: "bubble" }, count(failed))] : null)));
}

function banner() {
  if (state.link === "lost") {
    const since = state.received ? `What you see is of ${clock(state.received)}.` : "";
    return h("div", { key: "lost", class: "banner bad", role: "alert" },
      h("strong", {}, "Connection lost."), ` ${since} Trying again by itself; if it stays so, see whether `,
      h("code", {}, "quarry sealer run"), " still runs.");
  }
  if (state.trouble) {
    return h("div", { key: "trouble", class: "banner bad", role: "alert" },
      h("strong", {}, `${state.trouble.error}.`), ` ${state.trouble.remedy ?? ""}`);
  }
  return null;
}

const opening = () => h("p", { class: "empty" }, state.trouble || state.link === "lost" ? "" : "Connecting to the node…");

function lock() {
  return h("form", {
    class: "panel lock", onsubmit: async (event) => {
      event.preventDefault();
      const token = new FormData(event.target).get("token").trim();
      try {
        await unlock(token);
        refused = null;
      } catch (refusal) {
        refused = refusal;
      }
      draw();
    },
  },
  h("h2", {}, "A token, please"),
  h("p", {}, "On the node's machine, this makes one that may look and give orders:"),
  h("pre", {}, "quarry auth create --scope write"),
  h("label", { for: "token" }, "Token"),
  h("input", { id: "token", name: "token", type: "password", autocomplete: "current-password", required: true }),
  refused ? h("p", { class: "bad", role: "alert" }, `${refused.message}.`) : null,
  h("button", { class: "main" }, "Open the dashboard"));
}

// "#/sector/s-t01000-1" -> ["sector", "s-t01000-1"]; "#token=..." hands a token in, as printed by the node.
async function follow() {
  const hash = location.hash;
  if (hash.startsWith("#token=")) {
    history.replaceState(null, "", "/");
    try {
      await unlock(decodeURIComponent(hash.slice(7)));
    } catch (refusal) {
      refused = refusal;
    }
  }
  const old = state.route.join("/");
  state.route = location.hash.replace(/^#\/?/, "").split("?")[0].split("/").map(decodeURIComponent);
  if (old !== state.route.join("/")) scrollTo(0, 0);
  draw();
}

onDraw(render);
addEventListener("hashchange", follow);
addEventListener("resize", draw);
follow().then(start);
