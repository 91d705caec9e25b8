// Plots of counts over time: stacked bars with axes, drawn as SVG; pointer and arrow keys pick a moment.

import { h } from "./dom.js";
import { minute } from "./format.js";
import { draw } from "./store.js";

const picked = new Map(); // plot -> index of the moment that is looked at
const HEIGHT = 180, LEFT = 34, RIGHT = 4, TOP = 8, BOTTOM = 20;

/** Round steps of an axis from 0 to at least `top`: whole numbers. */
export function ticks(top) {
  const least = Math.max(1, top);
  const power = 10 ** Math.floor(Math.log10(least / 4 || 1));
  const step = [1, 2, 5, 10].map((f) => Math.max(1, f * power)).find((s) => s * 4 >= least) ?? least;
  const out = [];
  for (let value = 0; value < least + step; value += step) out.push(value);
  return out;
}

/**
 * A plot. `series`: [{name, color, values}], `times`: milliseconds, equally long. `unit`: "sector".
 */
export function plot(id, title, times, series, unit) {
  const totals = times.map((_, i) => series.reduce((sum, s) => sum + s.values[i], 0));
  const marks = ticks(Math.max(0, ...totals));
  const top = marks[marks.length - 1];
  const width = innerWidth < 720 ? 350 : 660; // about the pixels that it gets, so that its text keeps its size
  const step = (width - LEFT - RIGHT) / Math.max(1, times.length);
  const x = (i) => LEFT + i * step;
  const y = (v) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - v / top);
  const at = Math.min(picked.get(id) ?? -1, times.length - 1);
  const all = totals.reduce((a, b) => a + b, 0);

  return h("figure", { class: "plot", key: id },
    h("figcaption", {}, h("h3", {}, title), h("output", {}, reading(at, times, series, totals, unit, all))),
    h("svg", {
      viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", tabindex: 0,
      "aria-label": `${title}: ${all} in the last ${times.length} minutes. Arrow keys read single minutes.`,
      onpointermove: (event) => pick(id, index(event, times.length, width)),
      onpointerleave: () => pick(id, null),
      onblur: () => pick(id, null),
      onkeydown: (event) => move(event, id, times.length),
    },
    marks.map((v) => h("g", { class: "tick" },
      h("line", { x1: LEFT, x2: width - RIGHT, y1: y(v), y2: y(v) }),
      h("text", { x: LEFT - 6, y: y(v) + 4, "text-anchor": "end" }, v))),
    times.map((t, i) => (new Date(t).getMinutes() % 15 === 0
      ? h("text", {
        class: "time", x: Math.min(width - RIGHT - 16, Math.max(16, x(i) + step / 2)), y: HEIGHT - 4, "text-anchor": "middle",
      }, minute(t)) : null)),
    at >= 0 ? h("rect", { class: "cursor", x: x(at), width: step, y: TOP, height: HEIGHT - TOP - BOTTOM }) : null,
    bars(times, series, x, y, step)),
    series.length > 1 ? h("ul", { class: "legend" },
      series.map((s) => h("li", { key: s.name }, h("i", { class: s.color }), s.name))) : null);
}

// One path a series: 60 bars of 8 series are 8 elements, not 480.
function bars(times, series, x, y, step) {
  const base = times.map(() => 0);
  const gap = Math.min(1.5, step * 0.15);
  return series.map((s) => {
    let path = "";
    s.values.forEach((v, i) => {
      if (v) {
        const low = y(base[i]), high = y(base[i] + v);
        path += `M${(x(i) + gap).toFixed(1)} ${low.toFixed(1)}V${high.toFixed(1)}h${(step - 2 * gap).toFixed(1)}V${low.toFixed(1)}z`;
      }
      base[i] += v;
    });
    return h("path", { key: s.name, class: `bar ${s.color}`, d: path });
  });
}

function reading(at, times, series, totals, unit, all) {
  if (at < 0) return `${all} in the last hour`;
  const parts = series.length > 1
    ? series.filter((s) => s.values[at]).map((s) => `${s.name} ${s.values[at]}`).join(", ") : "";
  return `${minute(times[at])}: ${totals[at]} ${unit}${totals[at] === 1 ? "" : "s"}${parts ? ` (${parts})` : ""}`;
}

function index(event, length, width) {
  const box = event.currentTarget.getBoundingClientRect();
  const place = ((event.clientX - box.left) / box.width) * width - LEFT;
  return Math.max(0, Math.min(length - 1, Math.floor((place / (width - LEFT - RIGHT)) * length)));
}

function move(event, id, length) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const from = picked.get(id) ?? (by < 0 ? length : -1);
  pick(id, Math.max(0, Math.min(length - 1, from + by)));
}

function pick(id, at) {
  if (at == null) picked.delete(id);
  else picked.set(id, at);
  draw();
}
