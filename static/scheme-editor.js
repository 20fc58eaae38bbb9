// The scheme editor from the keyboard: ↑ ↓ between aspects, Alt + ↑ ↓ moves one, Ctrl + Enter saves, Esc closes,
// Ctrl + Z undoes. Every act presses a button or link that stands on the page; nothing here knows a value.
(function () {
  "use strict";
  const editor = () => document.querySelector("[data-editor]");
  const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");

  function step(from, by) {
    const links = Array.from(editor().querySelectorAll(".aspect-open"));
    const here = links.indexOf(from.closest("[data-part]")?.querySelector(".aspect-open"));
    const next = here < 0 ? (by > 0 ? links[0] : links[links.length - 1]) : links[here + by];
    next?.focus();
    next?.closest("[data-part]").scrollIntoView({ block: "nearest" });
  }

  function move(target, by) {
    target.closest("[data-part]")?.querySelector(`[data-move="${by}"]`)?.click();
  }

  // Esc closes what was only looked at; typed words are given up by the button alone.
  function changed(target) {
    return Array.from(target.closest("#open-form, #sections").querySelectorAll("input, textarea, select")).some((field) =>
      field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
        : field.options ? Array.from(field.options).some((option) => option.selected !== option.defaultSelected) && field.selectedIndex > 0
          : field.value !== field.defaultValue);
  }

  document.addEventListener("keydown", (event) => {
    if (!editor() || !event.target.closest) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "Enter") {
      event.target.closest("form")?.querySelector("[data-save]")?.click();
    } else if (event.key === "Escape" && event.target.closest("#open-form, #sections") && !changed(event.target)) {
      editor().querySelector("[data-cancel]")?.click();
    } else if (command && event.key === "z" && !typing(event.target)) {
      event.preventDefault();
      editor().querySelector("[data-undo]")?.click();
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !typing(event.target) && !command) {
      const by = event.key === "ArrowUp" ? -1 : 1;
      if (event.altKey) { event.preventDefault(); move(event.target, by); }
      else if (event.target.closest("[data-part]")) { event.preventDefault(); step(event.target, by); }
    }
  });

  // A form that opens below the middle comes up into view, with its heading.
  // When it closes, the keyboard goes on where it stood; after a deletion on what took the place, or on Undo.
  let lastOpen = "";
  let removed = -1;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches?.("[data-remove]")) return;
    removed = Array.from(editor().querySelectorAll("[data-part]")).indexOf(event.target.closest("[data-part]"));
    lastOpen = "undo";
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!event.target.matches?.("[data-editor]")) return;
    const form = event.target.querySelector("#open-form, #sections");
    if (form && form.getBoundingClientRect().top > innerHeight / 2) form.scrollIntoView({ block: "start" });
    if (!form && lastOpen && document.activeElement === document.body) {
      const next = removed < 0 ? null : Array.from(editor().querySelectorAll(".aspect-open")).slice(0, removed + 1).pop();
      (next ?? document.getElementById(lastOpen))?.focus();
    }
    removed = -1;
    lastOpen = form?.closest("li.open") ? "open-" + form.closest("li.open").id : "";
  });

  // A click anywhere on an aspect opens it, where no other control was meant.
  document.addEventListener("click", (event) => {
    const part = event.target.closest("[data-part]");
    if (part && !event.target.closest("a, button, input, form") && !String(getSelection())) {
      part.querySelector(".aspect-open").click();
    }
  });
})();
