// Requests to the node, and notes about what came of them.

import { draw, state } from "./store.js";

/** What the node refused, with what to do about it. */
export class Refusal extends Error {
  constructor(status, error, remedy) {
    super(error);
    this.status = status;
    this.remedy = remedy;
  }
}

/** The JSON answer; throws a Refusal. */
export async function ask(path, method = "GET", body = undefined, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20000),
    });
  } catch {
    throw new Refusal(0, "the node does not answer", "the page goes on trying");
  }
  const value = await answer.json().catch(() => ({}));
  if (answer.ok) return value;
  if (answer.status === 401) {
    state.link = "locked";
    draw();
  }
  throw new Refusal(answer.status, value.error ?? `status ${answer.status}`, value.remedy ?? "");
}

/** Gives an order and notes how it went; true if it was taken. */
export async function order(path, body, said) {
  try {
    await ask(path, "POST", body);
    note(said);
    return true;
  } catch (refusal) {
    note(`Not done: ${refusal.message}`, refusal.remedy, true);
    return false;
  }
}

/** Shows a text for some seconds, and reads it out. */
export function note(text, detail = "", isBad = false) {
  const line = document.createElement("div");
  line.className = isBad ? "note bad" : "note";
  line.textContent = text;
  if (detail) {
    const small = document.createElement("small");
    small.textContent = detail;
    line.append(small);
  }
  document.getElementById("notes").append(line);
  setTimeout(() => line.remove(), isBad ? 12000 : 5000);
}

/**
 * A list that is asked for again when its path changes or a new status came, at most every two seconds. `value` is the
 * last answer, `refusal` why there is none. Views call `follow` whenever they are drawn.
 */
export class Watched {
  /** `keeps`: the last answer stays until the one of another path comes, so that pages of a list do not flicker. */
  constructor(keeps = false) {
    this.keeps = keeps;
    this.path = null;
    this.value = null;
    this.refusal = null;
    this.asked = 0;
    this.isAsking = false;
  }

  /** Sees to it that `value` is of `path`; `fresh` asks again though little time has passed. */
  follow(path, fresh = false) {
    const isOther = path !== this.path;
    if (isOther) {
      this.path = path;
      if (!this.keeps) this.value = null;
      this.refusal = null;
    }
    const isStale = state.received > this.asked && Date.now() - this.asked >= 2000;
    if (!isOther && !fresh && (this.isAsking || !isStale)) return;
    this.fetch(path);
  }

  async fetch(path) {
    this.asked = Date.now();
    this.isAsking = true;
    try {
      const value = await ask(path);
      if (path !== this.path) return;
      this.value = value;
      this.refusal = null;
    } catch (refusal) {
      if (path !== this.path) return;
      this.value = null;
      this.refusal = refusal;
    } finally {
      if (path === this.path) this.isAsking = false;
    }
    draw();
  }
}
