// Small comforts over pages that work without them: lists, appearance, menus, dialogs, copy, print, keys.
// One listener a kind of event, on the document; nothing here knows of contests or changes a value.
(function () {
  "use strict";
  const words = () => document.getElementById("words").dataset;
  const remember = (key, value) => { try { localStorage.setItem("touchstone." + key, value); } catch (off) { /* not kept */ } };
  const recall = (key) => { try { return localStorage.getItem("touchstone." + key); } catch (off) { return null; } };

  function say(text) {
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.textContent = text;
    document.getElementById("toasts").append(toast);
    setTimeout(() => toast.remove(), 6000);
  }

  // Lists: sort, filter, columns.
  const bodyRows = (table) => Array.from(table.tBodies[0].rows).filter((row) => !row.classList.contains("empty-row"));
  const keyOf = (cell) => (cell ? cell.dataset.sort ?? cell.textContent.trim() : "");
  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function sortBy(head) {
    const table = head.closest("table");
    const index = head.cellIndex;
    const numeric = head.dataset.kind === "number";
    const up = head.getAttribute("aria-sort") !== "ascending";
    const rank = (row) => { const value = parseFloat(keyOf(row.cells[index])); return Number.isNaN(value) ? null : value; };
    const rows = bodyRows(table);
    rows.sort((one, other) => {
      if (!numeric) return collator.compare(keyOf(one.cells[index]), keyOf(other.cells[index])) * (up ? 1 : -1);
      const left = rank(one), right = rank(other);
      if (left === null || right === null) return (left === null) - (right === null);
      return (left - right) * (up ? 1 : -1);
    });
    table.tBodies[0].append(...rows);
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
      picture(other, "sort");
    }
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    picture(head, up ? "up" : "down");
  }

  function picture(head, name) {
    const use = head.querySelector("[data-sort] use");
    if (use) use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#" + name));
  }

  function filterRows(input) {
    const block = input.closest("[data-table]");
    const parts = folded(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of bodyRows(block.querySelector("table"))) {
      const text = folded(row.textContent);
      row.hidden = !parts.every((part) => text.includes(part));
      if (!row.hidden) shown += 1;
    }
    block.querySelector("[data-shown]").textContent = shown;
    block.querySelector("[data-none]").hidden = shown > 0;
  }

  function showColumn(block, key, visible) {
    const table = block.querySelector("table");
    const head = Array.from(table.tHead.rows[0].cells).find((cell) => cell.dataset.key === key);
    if (!head) return;
    const index = head.cellIndex;
    head.hidden = !visible;
    for (const row of bodyRows(table)) if (row.cells[index]) row.cells[index].hidden = !visible;
  }

  function prepareTable(block) {
    const heads = Array.from(block.querySelector("table").tHead.rows[0].cells);
    const kept = JSON.parse(recall("columns." + block.id) || "{}");
    for (const head of heads) {
      const visible = kept[head.dataset.key] ?? !head.hasAttribute("data-hidden");
      const box = block.querySelector(`[data-column="${CSS.escape(head.dataset.key)}"]`);
      if (box) box.checked = visible;
      if (!visible) showColumn(block, head.dataset.key, false);
    }
    if (block.querySelector("table.cards")) {
      for (const row of bodyRows(block.querySelector("table"))) {
        for (const cell of row.cells) cell.dataset.label ??= heads[cell.cellIndex] ? heads[cell.cellIndex].dataset.key : "";
      }
    }
  }

  function chooseColumn(box) {
    const block = box.closest("[data-table]");
    const kept = JSON.parse(recall("columns." + block.id) || "{}");
    kept[box.dataset.column] = box.checked;
    remember("columns." + block.id, JSON.stringify(kept));
    showColumn(block, box.dataset.column, box.checked);
  }

  function stepRow(by) {
    const rows = Array.from(document.querySelectorAll("tr[data-row]:not([hidden])"));
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.min(rows.length - 1, Math.max(0, here + by))];
    next.querySelector("a")?.focus();
  }

  // Appearance.
  function chooseTheme(theme) {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    remember("theme", theme);
    showTheme();
  }
  function showTheme() {
    const now = document.documentElement.dataset.theme || "auto";
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now));
    }
  }

  // Copy works over plain HTTP too, where navigator.clipboard does not exist.
  async function copy(text) {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "only-read";
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(words().copied);
  }

  // Ticks every box of a name, or clears them all when every one is ticked.
  function tickAll(name) {
    const boxes = Array.from(document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`));
    const every = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !every;
  }

  // Time limits count down by the server's clock.
  function showTimes() {
    for (const timer of document.querySelectorAll("[data-until]")) {
      timer.skew ??= Date.parse(timer.dataset.now) - Date.now();
      const seconds = Math.floor((Date.parse(timer.dataset.until) - Date.now() - timer.skew) / 1000);
      const two = (number) => String(number).padStart(2, "0");
      const days = Math.floor(seconds / 86400);
      const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
      const left = days > 0 ? words().day.replace("{count}", days) + " " + clock : clock;
      timer.querySelector("[data-left]").textContent = seconds > 0 ? words().left.replace("{time}", left) : words().over;
      timer.classList.toggle("late", seconds <= 0);
    }
  }

  // A live page says when the server is silent; when it answers again and the page still hears nothing, it is loaded anew.
  let heardAt = null;
  const hear = () => { heardAt = performance.now(); };
  document.addEventListener("htmx:sseOpen", (event) => {
    hear();
    for (const name of ["beat", "changed"]) event.detail.source.addEventListener(name, hear);
  });

  function showSilence() {
    const silent = heardAt !== null && performance.now() - heardAt > 5000;
    for (const notice of document.querySelectorAll("[data-silent]")) notice.hidden = !silent;
    if (silent && performance.now() - heardAt > 15000) askAgain();
  }

  let asking = false;
  async function askAgain() {
    if (asking || !document.querySelector("[data-silent]")) return;
    asking = true;
    const limit = new AbortController();
    const late = setTimeout(() => limit.abort(), 5000);
    try {
      const there = (await fetch("/health", { signal: limit.signal })).ok;
      if (there && performance.now() - heardAt > 15000) location.reload();
    } catch (away) { /* asked again in a second */ }
    clearTimeout(late);
    asking = false;
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
  }

  const presses = [
    ["[data-sort]", (button) => { if (button.closest("th")) sortBy(button.closest("th")); }],
    ["[data-theme-choice]", (button) => chooseTheme(button.dataset.themeChoice)],
    ["[data-copy]", (button) => copy(button.dataset.copy)],
    ["[data-tick-all]", (button) => tickAll(button.dataset.tickAll)],
    ["[data-print]", () => window.print()],
    ["[data-open-dialog]", (button) => document.getElementById(button.dataset.openDialog).showModal()],
    ["[data-close-dialog]", (button) => button.closest("dialog").close()],
    ["[data-open-nav]", (button) => button.setAttribute("aria-expanded", String(document.body.classList.toggle("nav-open")))],
  ];

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    for (const [selector, act] of presses) {
      const found = event.target.closest(selector);
      if (found && (found.matches("button, summary") || selector !== "[data-sort]")) return void act(found);
    }
    const row = event.target.closest("tr[data-row]");
    if (row && !event.target.closest("a, button, input, label, summary, select") && !String(getSelection())) {
      row.querySelector("a")?.click();
    }
  });
  document.addEventListener("input", (event) => { if (event.target.matches("[data-filter]")) filterRows(event.target); });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-column]")) chooseColumn(event.target); });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      closeMenus(null);
      if (typing && typing.matches("[data-filter]")) { typing.value = ""; filterRows(typing); }
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.chrome !== "desk") return;
    const filter = document.querySelector("[data-filter], form[role=search] input[type=search]");
    if (event.key === "/" && filter) { event.preventDefault(); filter.focus(); }
    else if (event.key === "?") document.getElementById("shortcuts")?.showModal();
    else if (event.key === "j") stepRow(1);
    else if (event.key === "k") stepRow(-1);
  });

  // What htmx could not do is said in words; what it brought in is prepared like the rest.
  document.addEventListener("htmx:sendError", () => say(words().noConnection));
  document.addEventListener("htmx:responseError", () => say(words().fault));
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));

  function prepare(part) {
    if (part.matches && part.matches("[data-table]")) prepareTable(part);
    part.querySelectorAll("[data-table]").forEach(prepareTable);
    part.querySelector("[data-focus-first]")?.focus();
    showTheme();
    showTimes();
  }
  // The address of a page that answered a form is that of the page the form stands on, so that it can be opened again;
  // and what was done is said once, not after every reload.
  function cleanAddress() {
    const own = document.documentElement.dataset.ownAddress;
    const url = new URL(own && own.startsWith("/") && !own.startsWith("//") ? own : location.href, location.origin);
    if (!own && !url.searchParams.has("done")) return;
    for (const name of ["done", "number"]) url.searchParams.delete(name);
    history.replaceState(history.state, "", url.pathname + url.search + (own ? "" : url.hash));
  }

  cleanAddress();
  prepare(document);
  setInterval(() => { showTimes(); showSilence(); }, 1000);
})();
