// Choosing a value and sending it after a breath; the pad and the keys under the fingers.
import { allCards, askReason, askWords, firstControl, listedMark, quiet, restingState, showMark, showNote, showState, showValue, shownValue, words } from "./cards.js";
import { showConnection } from "./connection.js";
import { drafts, forget, outbox } from "./held.js";
import { whyNot } from "./numbers.js";
import { makePad } from "./pad.js";
import { address } from "./page.js";

const GRACE = 1500; // a tap can be taken back before it is sent
const BOUNCE = 600; // a second tap on the same value within this time is a trembling finger, no wish

export function choose(card, text, grace = GRACE) {
  const aspect = card.dataset.aspect;
  forget(aspect);
  quiet(card);
  showValue(card, text);
  const wrong = whyNot(card, text);
  showNote(card, wrong ?? "");
  keys.show();
  showMark(card, text === "" || wrong !== null ? null : listedMark(card, text));
  if (wrong !== null) return void leaveOut(card);
  if (text === "" && card.dataset.own !== "") return void leaveOut(card);
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

// A field left empty changes nothing: the value that counts is shown again.
export function keepOwn(card) {
  if (shownValue(card) !== "" || card.dataset.own === "" || outbox.has(card.dataset.aspect)) return;
  restore(card);
  showNote(card, words().stillCounts.replace("{value}", card.dataset.own));
}

export function commit(card, more = {}) {
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

export function restore(card) {
  forget(card.dataset.aspect);
  quiet(card);
  showValue(card, card.dataset.own);
  showMark(card, card.dataset.own === "" ? null : listedMark(card, card.dataset.own));
  showState(card, restingState(card));
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

export function reason(card, button) {
  const code = button.dataset.reason;
  for (const each of card.querySelectorAll("[data-reason]")) each.setAttribute("aria-pressed", String(each === button));
  const aspect = card.dataset.aspect;
  const draft = drafts.get(aspect) ?? { kind: "mark", observed: shownValue(card) };
  drafts.set(aspect, { ...draft, reason: code });
  if (code === "other") askWords(card);
  else commit(card, { reason: code, reasonText: null });
}

export function team(card, kind) {
  forget(card.dataset.aspect);
  drafts.set(card.dataset.aspect, { kind, observed: null, timer: null });
  commit(card);
}

export function takeMine(card) {
  const team = card.dataset.kind === "judgement" && drafts.get(card.dataset.aspect)?.kind !== "mark";
  card.dataset[team ? "naVersion" : "version"] = card.dataset.theirVersion;
  commit(card);
}

// Whoever leaves the page sends first what was only chosen.
export function sendDrafts() {
  for (const card of allCards()) if (drafts.get(card.dataset.aspect)?.timer) commit(card);
}

// Fields, pad, keys.
export const keys = makePad(document.querySelector("[data-pad]"), {
  typed: (field) => choose(field.closest("[data-aspect]"), field.value.trim(), 4000),
  done: (field) => finish(field),
});

export function finish(field) {
  const card = field.closest("[data-aspect]");
  choose(card, field.value.trim(), 0);
  keepOwn(card);
  if (whyNot(card, field.value.trim()) !== null) return;
  keys.close();
  step(card, 1);
}

export function count(card, by) {
  const field = card.querySelector("[data-count]");
  const most = card.querySelector("[data-counter]").dataset.maximum;
  const now = /^\d{1,4}$/.test(field.value) ? Number(field.value) : 0;
  choose(card, String(Math.max(0, Math.min(most === undefined ? 999 : Number(most), now + by))));
}

export function step(card, by) {
  const cards = allCards();
  const next = cards[cards.indexOf(card) + by];
  if (!next) return;
  firstControl(next)?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  keys.show();
}

export function nextMissing() {
  const cards = allCards();
  const here = cards.findIndex((card) => card.contains(document.activeElement));
  const open = (card) => card.dataset.state !== "saved" && card.dataset.may;
  const next = cards.slice(here + 1).find(open) ?? cards.find(open);
  if (!next) return;
  firstControl(next)?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  keys.show();
}
