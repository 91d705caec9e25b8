// Numbers, sizes and times as people read them.

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** 10000 -> "10,000". */
export const count = (n) => Math.round(n).toLocaleString("en-US");

/** 8388608 -> "8 MiB", three digits. */
export function bytes(n) {
  let unit = 0;
  while (n >= 1024 && unit < UNITS.length - 1) {
    n /= 1024;
    unit++;
  }
  const digits = n >= 100 || Number.isInteger(n) ? 0 : n >= 10 ? 1 : 2;
  return `${n.toFixed(digits)} ${UNITS[unit]}`;
}

/** 3725 -> "1 h 2 min", 0.04 -> "40 ms"; at most two units. */
export function duration(seconds) {
  if (seconds == null) return "";
  const s = Math.max(0, seconds);
  if (s < 1) return `${Math.round(s * 1000)} ms`;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 60) return `${Math.round(s)} s`;
  const parts = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const whole = Math.round(s);
  const first = parts.findIndex(([, size]) => whole >= size);
  const [unit, size] = parts[first];
  const head = `${Math.floor(whole / size)} ${unit}`;
  const [small, smaller] = parts[first + 1];
  const rest = Math.floor((whole % size) / smaller);
  return rest ? `${head} ${rest} ${small}` : head;
}

/** Milliseconds since 1970 against now, in one unit: "5 min ago". */
export const ago = (time, now) => {
  const seconds = (now - time) / 1000;
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400 * 2) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} d ago`;
};

const pad = (n) => String(n).padStart(2, "0");

/** "14:05". */
export const minute = (time) => {
  const date = new Date(time);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
};

/** "14:05:09". */
export const clock = (time) => `${minute(time)}:${pad(new Date(time).getSeconds())}`;

/** "2026-11-24 14:05:09". */
export const moment = (time) => {
  const date = new Date(time);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${clock(time)}`;
};

/** 0.734 -> "73 %". */
export const percent = (fraction) => `${Math.floor(fraction * 100 + 1e-9)} %`;

/** "PreCommit1Failed" -> "PreCommit 1 failed"; names with spaces or dashes stay. */
export const words = (name) => {
  const parts = name.replace(/([a-z])([A-Z0-9])/g, "$1 $2").replace(/([0-9])([A-Za-z])/g, "$1 $2").split(" ");
  const text = parts.map((part, i) => (i && /^[A-Z][a-z]+$/.test(part) ? part.toLowerCase() : part)).join(" ");
  return text.replace(/pre commit/i, (c) => `${c[0]}re-commit`).replace(/^\w/, (c) => c.toUpperCase());
};

/** "once", "twice", "3 times". */
export const times = (n) => ["never", "once", "twice"][n] ?? `${count(n)} times`;

/** "1 sector", "2 sectors". */
export const plural = (n, what) => `${count(n)} ${what}${n === 1 ? "" : "s"}`;
