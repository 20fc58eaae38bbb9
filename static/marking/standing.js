// How the sheet stands at the server: asked again after a change, never pushed into a card that holds something unsent.
import { allCards, cardOf, firstControl, shownValue } from "./cards.js";
import { bar, hear, isSilent, setAnswered, showConnection } from "./connection.js";
import { keys } from "./entering.js";
import { steadily } from "./fields.js";
import { drafts, outbox, unsent } from "./held.js";
import { address, isOpen, sheet } from "./page.js";

const STAND_BACK = 5000;

let behind = false;
export function fallBehind() { behind = true; }

export function connection(answered, left) {
  setAnswered(answered);
  if (!answered) behind = true;
  else {
    hear();
    if (behind && left === 0) fresh();
  }
  showConnection();
}

// After a lost connection nothing on the page is believed: every card is asked for again.
export function fresh() {
  behind = false;
  for (const card of allCards()) card.dataset.stamp = "";
  soon();
}

let pending = null;
export function soon() { clearTimeout(pending); pending = setTimeout(standing, 250); }

let asking = false, askAgain = false;
export async function standing() {
  if (asking) { askAgain = true; return; }
  asking = true;
  try { await look(); } finally { asking = false; }
  if (askAgain) soon();
  askAgain = false;
}

async function look() {
  let found;
  clearTimeout(pending);
  try {
    const answer = await fetch(address + "/standing", { headers: { accept: "application/json" } });
    if (answer.status < 500) hear();
    if (answer.status === 401) return void bar("out");
    if (answer.status === 403 || answer.status === 404) return void bar(await outbox.whyClosed());
    if (!answer.ok) throw new Error(answer.status);
    found = await answer.json();
  } catch (offline) {
    pending = setTimeout(standing, STAND_BACK);
    return;
  }
  if (!found.cards) return;
  const other = found.account !== sheet.dataset.account;
  bar(other ? "other" : null);
  if (other) return; // what somebody else may see is not put into this page
  if (found.scheme_version !== sheet.dataset.scheme || (found.state !== sheet.dataset.state && (!isOpen() || !["open", "entered"].includes(found.state)))) {
    if (!unsent()) return void location.reload();
  }
  if (found.waiting !== sheet.dataset.waiting && !unsent()) return void location.reload();
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

export async function renew(card) {
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
  steadily(() => card.replaceWith(document.adoptNode(made)));
  if (had) (focused === undefined ? null : made.querySelector(`[data-score="${focused}"]:not(:disabled)`))?.focus() ?? firstControl(made)?.focus();
}

let events, followed = false, openedAt = 0;
export function follow() {
  openedAt = performance.now();
  events = new EventSource(sheet.dataset.live);
  events.addEventListener("beat", hear);
  events.addEventListener("changed", () => { hear(); soon(); });
  events.addEventListener("open", () => {
    hear();
    if (followed) { outbox.retry(); fresh(); }
    followed = true;
  });
  events.addEventListener("error", () => {
    soon(); // why it ended: signed out, or no connection
    if (events.readyState === EventSource.CLOSED) setTimeout(again, STAND_BACK);
  });
}

export function unfollow() { events.close(); }

function again() {
  unfollow();
  follow();
}

// A server that hangs closes nothing: its silence is noticed here, and the first word after it catches up.
let silent = false;
setInterval(() => {
  const now = isSilent();
  if (now) behind = true;
  if (now && performance.now() - openedAt > 2 * STAND_BACK) again();
  if (silent && !now) { outbox.retry(); fresh(); }
  if (silent !== now) showConnection();
  silent = now;
}, 500);
