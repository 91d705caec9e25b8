// Storage paths and their room.

import { h } from "./dom.js";
import { bytes, plural } from "./format.js";
import { steps } from "./parts.js";

/** The view. */
export const storage = (status) => h("section", { class: "panel", key: "storage" },
  h("div", { class: "title" }, h("h2", {}, "Storage")), storageList(status));

/** The paths. */
export function storageList(status) {
  if (!status.storage.length) {
    return steps("No storage yet", "Sectors need a place to be sealed and one to stay; it may be the same.",
      "quarry storage attach DIR --seal --store");
  }
  return h("ul", { class: "storage" }, status.storage.map(path));
}

function path(p) {
  const used = Math.max(0, p.capacity - p.free);
  const share = (n) => ({ width: `${p.capacity ? Math.min(100, (100 * n) / p.capacity).toFixed(2) : 0}%` });
  const spare = Math.max(0, p.free - p.reserved);
  return h("li", { key: p.id },
    h("div", { class: "head" }, h("code", { title: p.id }, p.path), h("span", { class: "space" }),
      p.roles.map((r) => h("span", { class: "badge", key: r }, r))),
    h("div", {
      class: "room", role: "img",
      "aria-label": `${bytes(used)} used, ${bytes(p.reserved)} reserved, ${bytes(spare)} to spare of ${bytes(p.capacity)}`,
    }, h("i", { class: "used", style: share(used) }), h("i", { class: "reserved", style: share(Math.min(p.reserved, p.free)) })),
    h("p", { class: "facts" }, h("span", {}, h("i", { class: "used" }), `${bytes(used)} used`),
      h("span", {}, h("i", { class: "reserved" }), `${bytes(p.reserved)} reserved`),
      h("span", {}, h("i", {}), `${bytes(spare)} of ${bytes(p.capacity)} to spare`),
      h("span", {}, plural(p.sectors, "sector"))),
    p.problem ? h("p", { class: "bad" }, p.problem) : null);
}
