// Whether the server hears us and as whom: one state for the whole page, said in the two bars and nowhere else.
// Silence counts as no connection: the server says every other second that it is there.
import { allCards } from "./cards.js";
import { drafts, outbox } from "./held.js";
import { refreshHeld } from "./states.js";

const SILENCE = 4500;

let heardAt = performance.now(); // the last word of the server
let answered = true; // whether the last marks sent were answered
let barred = null; // out, other or closed: it answers, but not to this page
let shown = null;

export const isSilent = () => performance.now() - heardAt > SILENCE;
export const state = () => barred ?? (answered && navigator.onLine && !isSilent() ? "online" : "offline");
export const isOnline = () => state() === "online";

export function hear() {
  heardAt = performance.now();
  if (shown === "offline") showConnection();
}

export function setAnswered(yes) { answered = yes; }

export function bar(why) {
  barred = why;
  showConnection();
}

export function showConnection() {
  const now = state();
  const held = allCards().filter((card) => outbox.has(card.dataset.aspect) || drafts.get(card.dataset.aspect)?.timer);
  const place = document.querySelector("[data-connection]");
  place.querySelector("[data-kept]").textContent = held.length;
  if (now === shown) return;
  shown = place.dataset.state = now;
  for (const say of document.querySelectorAll("[data-bar]")) say.hidden = say.dataset.bar !== now;
  refreshHeld();
}
