// The live stream: the status over a WebSocket, opened again whenever it ends.

import { ask } from "./api.js";
import { draw, state, take } from "./store.js";

const SILENCE = 15000; // the node says something every 5 s
let socket = null;
let wait = 500;
let timer = null;

/** Opens the stream and keeps it open. */
export function start() {
  addEventListener("online", soon);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  setInterval(() => {
    if (state.link === "live" && Date.now() - state.received > SILENCE) lose(socket);
    if (state.link !== "locked") draw(); // relative times go on
  }, 1000);
  open();
}

/** Hands a token in and goes on; throws what the node refused. */
export async function unlock(token) {
  await ask("/api/v1/session", "POST", {}, { authorization: `Bearer ${token}` });
  state.link = "opening";
  open();
}

function soon() {
  if (state.link === "lost") {
    wait = 500;
    open();
  }
}

async function open() {
  clearTimeout(timer);
  try {
    const session = await ask("/api/v1/session");
    state.scope = session.scope;
  } catch (refusal) {
    if (refusal.status !== 401) again();
    draw();
    return;
  }
  socket?.close();
  const mine = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/live`);
  socket = mine;
  mine.onmessage = (event) => {
    if (mine !== socket) return;
    const message = JSON.parse(event.data);
    state.link = "live";
    wait = 500;
    if (message.type === "status") {
      take(message.status);
    } else {
      state.trouble = { error: message.error, remedy: message.remedy };
      state.received = Date.now();
      draw();
    }
  };
  mine.onclose = () => lose(mine);
}

function lose(which) {
  if (which !== socket) return;
  socket = null;
  which?.close();
  again();
}

function again() {
  state.link = "lost";
  clearTimeout(timer);
  timer = setTimeout(open, wait * (0.8 + 0.4 * Math.random()));
  wait = Math.min(5000, wait * 1.7);
  draw();
}
