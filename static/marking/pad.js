// The decimal pad: one a page, under the field in use.
export function makePad(pad, { typed, done }) {
  let field = null;

  function open(input) {
    field = input;
    input.closest("[data-aspect]").querySelector("[data-place-of-pad]").append(pad);
    pad.hidden = false;
    requestAnimationFrame(show);
  }

  // The whole pad stands above the bar at the bottom.
  function show() {
    if (field) pad.scrollIntoView({ block: "nearest" });
  }

  function close() {
    pad.hidden = true;
    field = null;
  }

  function press(key) {
    if (!field) return;
    if (key === "done") return void done(field);
    if (key === "clear") field.value = "";
    else if (key === "back") field.value = field.value.slice(0, -1);
    else if (key !== "." || !field.value.includes(".")) field.value += key;
    typed(field);
  }

  return { element: pad, open, close, press, isOpen: () => field !== null };
}
