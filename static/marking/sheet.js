// The sheet on the tablet: taps and keys become marks, and what the server says becomes states.
import { allCards, ask, askReason, askWords, cardOf, firstControl, listedMark, quiet, restingState, showConflict, showMark, showNote, showState, showValue, shownValue, words } from "./cards.js";
import { makeOutbox, randomId } from "./outbox.js";
import { whyNot } from "./numbers.js";
import { makePad } from "./pad.js";

const GRACE = 1500; // a tap can be taken back before it is sent
const BOUNCE = 600; // a second tap on the same value within this time is a trembling finger, no wish
const sheet = document.querySelector("[data-sheet]");
const address = "/sheets/" + sheet.dataset.sheet;
const drafts = new Map(); // aspect → what is chosen and not yet sent: {kind, observed, timer, reason …}
const isOpen = () => sheet.dataset.state === "open" || sheet.dataset.state === "entered";

function deviceName() {
  try {
    const known = localStorage.getItem("touchstone.device") ?? "tablet-" + randomId().slice(0, 6);
    localStorage.setItem("touchstone.device", known);
    return known;
  } catch (off) { return "tablet"; }
}

function versionOf(aspect, kind) {
  const card = cardOf(aspect).dataset;
  const team = card.kind === "judgement" && kind !== "mark";
  return { round: team ? 1 : Number(card.round), version: Number(team ? card.naVersion : card.version) };
}

const outbox = makeOutbox({
  address: address + "/marks", scheme: sheet.dataset.scheme, device: deviceName(), versionOf,
  tell: { sending: (aspect) => showState(cardOf(aspect), "saving"), kept: (aspect) => showState(cardOf(aspect), "kept"), saved, refused, signedOut, connection },
});

// Choosing a value and sending it after a breath.
function choose(card, text, grace = GRACE) {
  const aspect = card.dataset.aspect;
  forget(aspect);
  quiet(card);
  showValue(card, text);
  const wrong = whyNot(card, text);
  showNote(card, wrong ?? "");
  keys.show();
  showMark(card, text === "" || wrong !== null ? null : listedMark(card, text));
  if (wrong !== null) return void leaveOut(card);
  if (text === "" || (text === card.dataset.own && !outbox.has(aspect))) {
    showState(card, restingState(card));
    return void showConnection();
  }
  showState(card, "kept");
  const draft = { kind: "mark", observed: text };
  draft.timer = setTimeout(() => commit(card), grace);
  drafts.set(aspect, draft);
  if (card.dataset.observe === "value") preview(card, text);
  showConnection();
}

// What cannot be entered is no value on its way.
function leaveOut(card) {
  previews += 1;
  showState(card, card.dataset.own === "" ? "missing" : "needs");
  showConnection();
}

function forget(aspect) {
  clearTimeout(drafts.get(aspect)?.timer);
  drafts.delete(aspect);
}

function commit(card, more = {}) {
  const aspect = card.dataset.aspect;
  const draft = { ...drafts.get(aspect), ...more };
  if (!draft.kind) return;
  clearTimeout(draft.timer);
  drafts.set(aspect, { ...draft, timer: null });
  if (card.dataset.deducts && draft.kind === "mark" && draft.observed !== "0" && !draft.reason) {
    askReason(card, true);
    showState(card, "needs");
    return void showConnection();
  }
  const mark = { kind: draft.kind, observed: draft.kind === "mark" ? draft.observed : null };
  if (draft.reason) Object.assign(mark, { reason: draft.reason, reason_text: draft.reasonText || null });
  if (draft.confirmed) mark.confirmed = true;
  quiet(card);
  showNote(card, "");
  outbox.put(aspect, mark);
}

function restore(card) {
  forget(card.dataset.aspect);
  quiet(card);
  showValue(card, card.dataset.own);
  showMark(card, card.dataset.own === "" ? null : listedMark(card, card.dataset.own));
  showState(card, restingState(card));
}

// What the server said.
function saved(aspect, mark, outcome, more) {
  const card = cardOf(aspect);
  const draft = drafts.get(aspect);
  if (draft && draft.kind === mark.kind && draft.observed === mark.observed) forget(aspect);
  if (card.dataset.kind === "judgement" && mark.kind !== "mark") card.dataset.naVersion = outcome.version;
  else card.dataset.version = outcome.version;
  card.dataset.own = mark.kind === "mark" ? mark.observed : "";
  if (outcome.mark !== null) showMark(card, outcome.mark);
  if (!more && !drafts.has(aspect)) {
    showState(card, whyNot(card, shownValue(card)) === null ? "saved" : "needs");
    quiet(card);
  }
  if (mark.kind !== "mark") card.dataset.stamp = "";
  soon();
}

function refused(aspect, mark, outcome) {
  const card = cardOf(aspect);
  const codes = (outcome.problems ?? []).map((problem) => problem.code);
  const text = (outcome.problems ?? []).map((problem) => problem.message ?? "").join(" ") || words().fault;
  drafts.set(aspect, { kind: mark.kind, observed: mark.observed, reason: mark.reason, reasonText: mark.reason_text, confirmed: mark.confirmed, timer: null });
  const asked = outcome.outcome === "ask" || codes.includes("reason_missing") || codes.includes("reason_text_missing");
  showState(card, asked ? "needs" : "refused", asked ? "" : text);
  if (outcome.outcome === "ask") ask(card, text);
  else if (outcome.outcome === "conflict") {
    card.dataset.theirVersion = outcome.version;
    if (!codes.includes("round_changed")) showConflict(card, mark, outcome);
  } else if (codes.includes("reason_missing")) askReason(card, Boolean(card.dataset.deducts) && mark.observed !== "0");
  else if (codes.includes("reason_text_missing")) askWords(card);
  if (codes.some((code) => OVERTAKEN.has(code))) {
    say(text); // what the others did is shown instead of the value
    forget(aspect);
  }
  soon();
}

const OVERTAKEN = new Set(["round_changed", "aspect_revealed", "aspect_not_attempted"]);

function say(text) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = text;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), 8000);
}

function signedOut(out) { document.getElementById("sign-in-again").hidden = !out; }

let reachable = true, behind = false;
function connection(online, left) {
  reachable = online;
  if (!online) behind = true;
  else if (behind && left === 0) fresh();
  showConnection();
}

// After a lost connection nothing on the page is believed: every card is asked for again.
function fresh() {
  behind = false;
  for (const card of allCards()) card.dataset.stamp = "";
  soon();
}

function showConnection() {
  const place = document.querySelector("[data-connection]");
  const held = allCards().filter((card) => outbox.has(card.dataset.aspect) || drafts.get(card.dataset.aspect)?.timer);
  place.dataset.state = reachable && navigator.onLine ? "online" : "offline";
  place.querySelector("[data-kept]").textContent = held.length;
}

let previews = 0;
async function preview(card, text) {
  const turn = ++previews;
  await new Promise((done) => setTimeout(done, 200));
  if (turn !== previews) return;
  try {
    const query = new URLSearchParams({ aspect: card.dataset.aspect, observed: text });
    const answer = await fetch(`${address}/preview?${query}`, { headers: { accept: "application/json" } });
    const found = await answer.json();
    if (turn !== previews) return;
    if (answer.ok) showMark(card, found.mark);
    if (drafts.get(card.dataset.aspect)?.timer) showNote(card, (answer.ok ? found.warnings : found.problems ?? []).map((problem) => problem.message ?? "").join(" "));
  } catch (offline) { /* the mark is shown with the receipt */ }
}

// How the sheet stands: asked again after a change, never pushed into a card that holds something unsent.
let pending = null;
function soon() { clearTimeout(pending); pending = setTimeout(standing, 250); }

let asking = false, askAgain = false;
async function standing() {
  if (asking) { askAgain = true; return; }
  asking = true;
  try { await look(); } finally { asking = false; }
  if (askAgain) soon();
  askAgain = false;
}

const STAND_BACK = 5000;

async function look() {
  let found;
  try {
    const answer = await fetch(address + "/standing", { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    found = await answer.json();
  } catch (offline) {
    clearTimeout(pending);
    pending = setTimeout(standing, STAND_BACK);
    return;
  }
  if (!found.cards) return;
  if (found.scheme_version !== sheet.dataset.scheme || (found.state !== sheet.dataset.state && (!isOpen() || !["open", "entered"].includes(found.state)))) {
    if (!unsent()) return void location.reload();
  }
  sheet.dataset.state = found.state;
  showFoot(found);
  for (const [aspect, stamp] of Object.entries(found.cards)) {
    const card = cardOf(aspect);
    if (!card || card.dataset.stamp === stamp || outbox.has(aspect) || drafts.has(aspect) || isTyping(card)) continue;
    if (card.dataset.kind === "measurement" && card.dataset.stamp && stamp.split(".")[1] === card.dataset.version) card.dataset.stamp = stamp;
    else await renew(card);
  }
}

function showFoot(found) {
  document.querySelector("[data-subtotal]").textContent = found.subtotal;
  document.querySelector("[data-missing]").textContent = found.missing;
  document.querySelector("[data-missing-some]").hidden = found.missing === 0;
  document.querySelector("[data-missing-none]").hidden = found.missing !== 0;
  document.querySelector("[data-next-missing]").disabled = found.missing === 0;
}

function isTyping(card) {
  if (card.contains(document.activeElement) && document.activeElement.closest("form")) return true; // a form of the card is being filled in
  return card.contains(document.activeElement) && Boolean(card.querySelector("[data-count], [data-value]")) && shownValue(card) !== card.dataset.own;
}

async function renew(card) {
  const aspect = card.dataset.aspect;
  const version = card.dataset.version;
  const focused = card.contains(document.activeElement) ? document.activeElement.dataset.score : undefined;
  const had = card.contains(document.activeElement);
  let text;
  try {
    const answer = await fetch(`${address}/aspects/${aspect}`, { headers: { "hx-request": "true" } });
    if (!answer.ok) return;
    text = await answer.text();
  } catch (offline) { return; }
  if (outbox.has(aspect) || drafts.has(aspect)) return;
  if (!card.isConnected || card.dataset.version !== version) return void soon(); // saved while this was on its way
  const made = new DOMParser().parseFromString(`<ol>${text}</ol>`, "text/html").getElementById("aspect-" + aspect);
  if (!made) return;
  const pad = document.querySelector("[data-pad]");
  if (card.contains(pad)) { sheet.append(pad); keys.close(); }
  card.replaceWith(document.adoptNode(made));
  if (had) (focused === undefined ? null : made.querySelector(`[data-score="${focused}"]:not(:disabled)`))?.focus() ?? firstControl(made)?.focus();
}

// Fields, pad, keys.
const keys = makePad(document.querySelector("[data-pad]"), {
  typed: (field) => choose(field.closest("[data-aspect]"), field.value.trim(), 4000),
  done: (field) => finish(field),
});

function finish(field) {
  const card = field.closest("[data-aspect]");
  choose(card, field.value.trim(), 0);
  if (whyNot(card, field.value.trim()) !== null) return;
  keys.close();
  step(card, 1);
}

function count(card, by) {
  const field = card.querySelector("[data-count]");
  const most = card.querySelector("[data-counter]").dataset.maximum;
  const now = /^\d{1,4}$/.test(field.value) ? Number(field.value) : by > 0 ? -1 : 0;
  choose(card, String(Math.max(0, Math.min(most === undefined ? 999 : Number(most), now + by))));
}

function step(card, by) {
  const cards = allCards();
  const next = cards[cards.indexOf(card) + by];
  if (!next) return;
  firstControl(next)?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  keys.show();
}

function nextMissing() {
  const cards = allCards();
  const here = cards.findIndex((card) => card.contains(document.activeElement));
  const open = (card) => card.dataset.state !== "saved" && card.dataset.may;
  const next = cards.slice(here + 1).find(open) ?? cards.find(open);
  if (!next) return;
  firstControl(next)?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  keys.show();
}

async function handIn() {
  const dialog = document.getElementById("hand-in");
  listMissing(dialog);
  dialog.showModal();
  await standing();
  listMissing(dialog);
}

function listMissing(dialog) {
  const missing = allCards().filter((card) => card.dataset.may && card.dataset.state === "missing");
  dialog.querySelector("[data-missing-list]").replaceChildren(...missing.map((card) => {
    const line = document.createElement("li");
    line.textContent = card.dataset.number + " " + card.querySelector(".aspect-text").textContent;
    return line;
  }));
  dialog.querySelector("[data-hand-in-missing]").hidden = missing.length === 0;
  dialog.querySelector("[data-hand-in-unsent]").hidden = !unsent();
  dialog.querySelector("form button").disabled = unsent();
}

function unsent() { return outbox.unsent() > 0 || drafts.size > 0; }

function reason(card, button) {
  const code = button.dataset.reason;
  for (const each of card.querySelectorAll("[data-reason]")) each.setAttribute("aria-pressed", String(each === button));
  const aspect = card.dataset.aspect;
  const draft = drafts.get(aspect) ?? { kind: "mark", observed: shownValue(card) };
  drafts.set(aspect, { ...draft, reason: code });
  if (code === "other") askWords(card);
  else commit(card, { reason: code, reasonText: null });
}

function team(card, kind) {
  forget(card.dataset.aspect);
  drafts.set(card.dataset.aspect, { kind, observed: null, timer: null });
  commit(card);
}

function takeMine(card) {
  const team = card.dataset.kind === "judgement" && drafts.get(card.dataset.aspect)?.kind !== "mark";
  card.dataset[team ? "naVersion" : "version"] = card.dataset.theirVersion;
  commit(card);
}

const presses = [
  ["[data-score]", (card, button) => tap(card, button.dataset.score)],
  ["[data-done]", (card, button) => tap(card, button.dataset.done)],
  ["[data-choice]", (card, button) => tap(card, button.dataset.choice)],
  ["[data-step]", (card, button) => count(card, Number(button.dataset.step))],
  ["[data-reason]", reason],
  ["[data-send-reason]", (card) => commit(card, { reasonText: card.querySelector("[data-reason-text]").value.trim() })],
  ["[data-ask-yes]", (card) => commit(card, { confirmed: true })],
  ["[data-ask-no]", restore],
  ["[data-take-mine]", takeMine],
  ["[data-take-theirs]", (card) => { forget(card.dataset.aspect); renew(card); }],
  ["[data-retry]", () => outbox.retry()],
  ["[data-not-attempted]", (card) => team(card, "not_attempted")],
  ["[data-take-back]", (card) => team(card, "retracted")],
];

const taps = new Map(); // aspect → the last tap on it: {text, at}
function tap(card, text) {
  const aspect = card.dataset.aspect;
  const last = taps.get(aspect), at = performance.now();
  taps.set(aspect, { text, at });
  if (last && last.text === text && at - last.at < BOUNCE) return;
  const draft = drafts.get(aspect);
  if (!draft || !draft.timer || draft.observed !== text) return void choose(card, text);
  restore(card); // tapped again before it was sent
  showNote(card, words().takenBack);
}

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]");
  if (key) return void keys.press(key.dataset.key);
  if (event.target.closest("[data-next-missing]")) return void nextMissing();
  if (event.target.closest("[data-hand-in]")) return void handIn();
  if (event.target.closest("[data-retry-all]")) return void outbox.retry();
  const card = event.target.closest("[data-aspect]");
  if (!card) return;
  for (const [selector, act] of presses) {
    const button = event.target.closest(selector);
    if (button && card.contains(button) && button.matches("button")) return void act(card, button);
  }
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-value]")) keys.open(event.target);
  else if (keys.isOpen() && !event.target.closest("[data-pad]")) keys.close();
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-value]")) choose(event.target.closest("[data-aspect]"), event.target.value.trim(), 4000);
  else if (event.target.matches("[data-count]")) choose(event.target.closest("[data-aspect]"), event.target.value.trim(), 2500);
});

document.addEventListener("focusout", (event) => {
  if (!event.target.matches("[data-value], [data-count]")) return;
  const card = event.target.closest("[data-aspect]");
  if (event.relatedTarget && event.relatedTarget.closest("[data-pad], .counter")) return;
  if (card && drafts.get(card.dataset.aspect)?.timer) commit(card);
});

document.addEventListener("keydown", (event) => {
  const card = event.target.closest("[data-aspect]") ?? (document.activeElement === document.body ? allCards()[0] : null);
  if (!card || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("form, [data-reason-text]")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(card, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target.matches("[data-value], [data-count]")) {
    event.preventDefault();
    finish(event.target);
  } else if (/^[0-3]$/.test(event.key) && card.dataset.kind === "judgement" && card.dataset.may) {
    event.preventDefault();
    choose(card, event.key);
  } else if (event.key === "Enter" && event.target.matches("[data-score]") && event.target.getAttribute("aria-pressed") === "true") {
    event.preventDefault();
    step(card, 1);
  }
});

// Whoever leaves the page sends first what was only chosen.
function sendDrafts() {
  for (const card of allCards()) if (drafts.get(card.dataset.aspect)?.timer) commit(card);
}

window.addEventListener("beforeunload", (event) => {
  sendDrafts();
  if (unsent()) event.preventDefault();
});
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") sendDrafts(); });
window.addEventListener("online", () => { outbox.retry(); fresh(); showConnection(); });
window.addEventListener("offline", () => { behind = true; showConnection(); });

let events, followed = false;
function follow() {
  events = new EventSource(sheet.dataset.live);
  events.addEventListener("changed", soon);
  events.addEventListener("open", () => {
    if (followed) { outbox.retry(); fresh(); }
    followed = true;
  });
  events.addEventListener("error", () => { if (events.readyState === EventSource.CLOSED) setTimeout(follow, STAND_BACK); });
}
follow();
window.addEventListener("pagehide", () => { sendDrafts(); events.close(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
