// The list of sectors: by state, by a text in the name, page by page.

import { Watched } from "./api.js";
import { h } from "./dom.js";
import { ago, bytes, count } from "./format.js";
import { pending, stateBadge, steps } from "./parts.js";
import { draw, state } from "./store.js";

const PAGE = 50;
const list = new Watched(true);
const view = { state: "", search: "", after: [null], typed: null };

// The state in the address, so that links to a state and the way back work.
function adopt() {
  const wanted = new URLSearchParams(location.hash.split("?")[1] ?? "").get("state") ?? "";
  if (wanted !== view.state) {
    view.state = wanted;
    view.after = [null];
  }
}

/** The view. */
export function sectors(status) {
  adopt();
  const query = new URLSearchParams({ limit: PAGE });
  if (view.state) query.set("state", view.state);
  if (view.search) query.set("search", view.search);
  const after = view.after[view.after.length - 1];
  if (after) query.set("after", after);
  list.follow(`/api/v1/sectors?${query}`);
  const found = list.value?.sectors;
  return h("section", { class: "panel", key: "sectors" },
    h("div", { class: "title" }, h("h2", {}, "Sectors"), filters(status)),
    found === undefined ? pending(list) : found.length ? table(found) : none(),
    found === undefined ? null : pages(status, found.length, list.value.next));
}

function filters(status) {
  const total = status.states.reduce((sum, s) => sum + s.count, 0);
  return h("div", { class: "row" },
    h("span", { class: "field" }, h("label", { for: "state" }, "State"), h("select", {
      id: "state", value: view.state,
      onchange: (event) => {
        const wanted = event.target.value;
        location.hash = wanted ? `#/sectors?state=${encodeURIComponent(wanted)}` : "#/sectors";
      },
    }, h("option", { value: "" }, `all (${count(total)})`),
    status.states.map((s) => h("option", { key: s.state, value: s.state }, `${s.state} (${count(s.count)})`)))),
    h("span", { class: "field" }, h("label", { for: "search" }, "Name"), h("input", {
      id: "search", type: "search", placeholder: "part of the name", size: 14,
      oninput: (event) => {
        clearTimeout(view.typed);
        const text = event.target.value.trim();
        view.typed = setTimeout(() => {
          view.search = text;
          view.after = [null];
          draw();
        }, 200);
      },
    })));
}

const table = (found) => h("table", { class: "cards" },
  h("thead", {}, h("tr", {}, h("th", {}, "Sector"), h("th", {}, "State"), h("th", {}, "Since"),
    h("th", { class: "n" }, "Pieces"), h("th", { class: "n" }, "Data"), h("th", { class: "n" }, "Went back"),
    h("th", {}, "What is wrong"))),
  h("tbody", {}, found.map((s) => h("tr", { key: s.name },
    h("td", {}, h("a", { href: `#/sector/${encodeURIComponent(s.name)}` }, s.name)),
    h("td", {}, stateBadge(s.state)),
    h("td", { "data-label": "since" }, ago(s.since, state.status.time)),
    number("pieces", s.pieces, count),
    number("data", s.pieceBytes, bytes),
    number("went back", s.retries, count),
    h("td", { class: "wrong" }, s.reason ?? "")))));

const number = (label, n, text) => h("td", { class: n ? "n" : "n nil", "data-label": label }, n ? text(n) : "–");

function pages(status, shown, next) {
  const page = view.after.length - 1;
  const total = view.search ? null : status.states.reduce((n, s) => n + (!view.state || s.state === view.state ? s.count : 0), 0);
  const from = page * PAGE + 1;
  return h("div", { class: "row pages" },
    h("output", {}, shown ? `${count(from)} to ${count(from + shown - 1)}${total == null ? "" : ` of ${count(total)}`}` : ""),
    h("span", { class: "space" }),
    h("button", { disabled: page === 0, onclick: () => { view.after.pop(); draw(); } }, "Previous"),
    h("button", { id: "next", disabled: !next, onclick: () => { view.after.push(next); draw(); } }, "Next"));
}

function none() {
  if (view.search || view.state) return h("p", { class: "empty" }, "No sector is like that.");
  return steps("No sectors yet", "They appear as soon as there is something to seal:", "quarry sealer add FILE",
    "quarry sealer pledge --count 16");
}
