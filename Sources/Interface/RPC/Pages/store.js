// What the page knows, and the one place that draws it again.

/** The state of the page. */
export const state = {
  status: null, // the last SealerStatus
  trouble: null, // {error, remedy} that the node told instead of a status
  link: "opening", // "opening", "live", "lost", "locked" (a token is needed)
  received: 0, // when the last message came
  scope: null, // "read", "write", "admin"
  route: [""], // parts of the address behind #/
};

let drawing = null;
let queued = false;

/** Draws soon, once for many changes. */
export function draw() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    drawing?.();
  });
}

/** Sets what draws. */
export const onDraw = (body) => { drawing = body; };

/** Takes a new status. */
export function take(status) {
  state.status = status;
  state.trouble = null;
  state.received = Date.now();
  draw();
}

/** Whether orders may be given. */
export const mayWrite = () => state.scope === "write" || state.scope === "admin";
