// The field in use, the pad under it, and the finger. A touch elsewhere first enters the number that was typed and
// then does what was tapped: nothing moves between the finger going down and its click.
import { keys, leave } from "./entering.js";

const NO_CLICK = 400; // a touch that scrolls, or meets nothing, is followed by no click

let editing = null; // the field whose number is being typed
let touched = null, waiting = null; // what the finger is on, until its click

const isField = (element) => element.matches("[data-value], [data-count]");

// Does something, and keeps in its place what is under the finger, or else the pad.
export function steadily(act, anchor = touched ?? (keys.isOpen() ? keys.element : null)) {
  const before = anchor?.getBoundingClientRect().top;
  const result = act();
  if (anchor?.isConnected && anchor.getClientRects().length) window.scrollBy(0, anchor.getBoundingClientRect().top - before);
  return result;
}

// Follows the focus: the field that was left is entered, the one that was chosen gets the pad.
function settle(anchor) {
  clearTimeout(waiting);
  touched = null;
  const here = document.activeElement;
  if (here === editing || (editing && here.closest("[data-pad]"))) return;
  if (editing) steadily(stop, anchor?.closest("[data-pad]") ? null : anchor);
  if (isField(here)) begin(here);
}

function begin(field) {
  editing = field;
  if (field.matches("[data-value]")) keys.open(field);
}

function stop() {
  const left = editing;
  editing = null;
  keys.close();
  if (left.isConnected) leave(left);
}

document.addEventListener("pointerdown", (event) => { clearTimeout(waiting); touched = event.target; }, true);
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => { clearTimeout(waiting); waiting = setTimeout(settle, NO_CLICK); }, true);
}
document.addEventListener("click", (event) => settle(event.target), true);
document.addEventListener("focusin", () => { if (!touched) settle(); });
document.addEventListener("focusout", (event) => { if (!touched && editing && !event.relatedTarget && document.hasFocus()) setTimeout(settle); });
keys.element.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
