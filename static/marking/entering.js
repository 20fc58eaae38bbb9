// Choosing a value and sending it after a breath; typing a number and entering it; the pad and the keys.
import { allCards, askReason, askWords, chosenDeduction, firstControl, listedMark, quiet, showMark, showNote, showValue, shownValue, words } from "./cards.js";
import { showConnection } from "./connection.js";
import { drafts, forget, outbox } from "./held.js";
import { whyNot } from "./numbers.js";
import { makePad } from "./pad.js";
import { address } from "./page.js";
import { refresh, standingValue } from "./states.js";

const GRACE = 1500; // a tap can be taken back before it is sent
const BOUNCE = 600; // a second tap on the same value within this time is a trembling finger, no wish

function show(card) {
  refresh(card);
  showConnection();
}

// A tap: sent by itself when it is not taken back.
export function choose(card, text) {
  const aspect = card.dataset.aspect;
  forget(aspect);
  quiet(card);
  showNote(card, "");
  showValue(card, text);
  showMark(card, listedMark(card, text));
  if (text === standingValue(card)) return void restore(card);
  drafts.set(aspect, { kind: "mark", observed: text, timer: setTimeout(() => commit(card), GRACE) });
  show(card);
}

// A number that is being typed stays here until it is entered, by its key or by going elsewhere. No warning before.
export function type(card, text) {
  const aspect = card.dataset.aspect;
  forget(aspect);
  quiet(card);
  showValue(card, text);
  const wrong = whyNot(card, text);
  showNote(card, wrong ?? "");
  showMark(card, text === "" || wrong !== null ? null : listedMark(card, text));
  previews += 1;
  if (text !== "" && wrong === null && text !== standingValue(card)) {
    drafts.set(aspect, { kind: "mark", observed: text, typed: true });
    if (card.dataset.observe === "value") preview(card, text);
  } else if (text !== "" && wrong === null) restore(card);
  show(card);
}

// The field is left: what was typed is entered. Left empty it changes nothing, and shows the value that counts.
export function leave(field) {
  const card = field.closest("[data-aspect]");
  if (drafts.get(card.dataset.aspect)?.typed) return void commit(card);
  if (field.value.trim() !== "" || standingValue(card) === "") return;
  restore(card);
  showNote(card, words().stillCounts.replace("{value}", standingValue(card)));
}

export function commit(card, more = {}) {
  const aspect = card.dataset.aspect;
  const draft = { ...drafts.get(aspect), ...more };
  if (!draft.kind) return;
  clearTimeout(draft.timer);
  quiet(card);
  showNote(card, "");
  const deducts = card.dataset.deducts && draft.kind === "mark" && draft.observed !== "0";
  if (deducts) draft.reason ??= chosenDeduction(card);
  const { kind, observed, reason, reasonText, confirmed } = draft;
  drafts.set(aspect, { kind, observed, reason, reasonText, confirmed, asks: Boolean(deducts && !reason) });
  if (deducts && !reason) {
    askReason(card, true);
    showNote(card, words().reasonFirst);
    return void show(card);
  }
  const mark = { kind, observed: kind === "mark" ? observed : null };
  if (reason) Object.assign(mark, { reason, reason_text: reasonText || null });
  if (confirmed) mark.confirmed = true;
  outbox.put(aspect, mark);
  show(card);
}

// Back to the value that stands: the one on its way, or else the one that was confirmed.
export function restore(card) {
  forget(card.dataset.aspect);
  quiet(card);
  previews += 1;
  const text = standingValue(card);
  showValue(card, text);
  showMark(card, listedMark(card, text) ?? (text === card.dataset.own && card.dataset.ownMark ? card.dataset.ownMark : null));
  show(card);
}

const taps = new Map(); // aspect → the last tap on it: {text, at}
export function tap(card, text) {
  const aspect = card.dataset.aspect;
  const last = taps.get(aspect), at = performance.now();
  taps.set(aspect, { text, at });
  if (last && last.text === text && at - last.at < BOUNCE) return;
  const draft = drafts.get(aspect);
  if (!draft || !draft.timer || draft.observed !== text) return void choose(card, text);
  restore(card); // tapped again before it was sent
  showNote(card, words().takenBack);
}

let previews = 0;
async function preview(card, text) {
  const turn = previews;
  await new Promise((done) => setTimeout(done, 200));
  if (turn !== previews) return;
  try {
    const query = new URLSearchParams({ aspect: card.dataset.aspect, observed: text });
    const answer = await fetch(`${address}/preview?${query}`, { headers: { accept: "application/json" } });
    const found = await answer.json();
    if (turn === previews && answer.ok) showMark(card, found.mark);
  } catch (offline) { /* the mark is shown with the receipt */ }
}

export function reason(card, button) {
  const code = button.dataset.reason;
  for (const each of card.querySelectorAll("[data-reason]")) each.setAttribute("aria-pressed", String(each === button));
  const aspect = card.dataset.aspect;
  const draft = drafts.get(aspect) ?? { kind: "mark", observed: shownValue(card) };
  clearTimeout(draft.timer);
  drafts.set(aspect, { ...draft, timer: null, typed: false, asks: true, reason: code });
  if (code !== "other") return void commit(card, { reason: code, reasonText: null });
  askWords(card);
  show(card);
}

export function team(card, kind) {
  forget(card.dataset.aspect);
  drafts.set(card.dataset.aspect, { kind, observed: null });
  commit(card);
}

export function takeMine(card) {
  const team = card.dataset.kind === "judgement" && drafts.get(card.dataset.aspect)?.kind !== "mark";
  card.dataset[team ? "naVersion" : "version"] = card.dataset.theirVersion;
  commit(card);
}

// Whoever leaves the page sends first what was chosen; a number that is not entered is not.
export function sendDrafts() {
  for (const card of allCards()) if (drafts.get(card.dataset.aspect)?.timer) commit(card);
}

// Fields, pad, keys.
export const keys = makePad(document.querySelector("[data-pad]"), {
  typed: (field) => type(field.closest("[data-aspect]"), field.value.trim()),
  done: (field) => finish(field),
});

// Enters what stands in the field, and goes on.
export function finish(field) {
  const card = field.closest("[data-aspect]");
  if (whyNot(card, field.value.trim()) !== null) return void card.querySelector("[data-note]").scrollIntoView({ block: "nearest" });
  leave(field);
  step(card, 1);
}

export function count(card, by) {
  const field = card.querySelector("[data-count]");
  const most = card.querySelector("[data-counter]").dataset.maximum;
  const now = /^\d{1,4}$/.test(field.value) ? Number(field.value) : 0;
  choose(card, String(Math.max(0, Math.min(most === undefined ? 999 : Number(most), now + by))));
}

function goTo(card) {
  firstControl(card)?.focus({ preventScroll: true });
  card.scrollIntoView({ block: "center" });
}

export function step(card, by) {
  const cards = allCards();
  const next = cards[cards.indexOf(card) + by];
  if (next) goTo(next);
  else document.activeElement.blur();
}

export function nextMissing() {
  const cards = allCards();
  const here = cards.findIndex((card) => card.contains(document.activeElement));
  const open = (card) => card.dataset.state !== "saved" && card.dataset.may;
  const next = cards.slice(here + 1).find(open) ?? cards.find(open);
  if (next) goTo(next);
}
