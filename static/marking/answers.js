// What the server said of each mark, shown on its card.
import { ask, askReason, askWords, cardOf, listedMark, quiet, showConflict, showMark, showNote, shownValue, words } from "./cards.js";
import { bar } from "./connection.js";
import { steadily } from "./fields.js";
import { drafts, forget, tell } from "./held.js";
import { whyNot } from "./numbers.js";
import { address, say } from "./page.js";
import { connection, renew, soon } from "./standing.js";
import { refresh } from "./states.js";

// Something newer is chosen or typed here: what became of the older value asks nothing any more.
const isOvertaken = (draft) => Boolean(draft && (draft.timer || draft.typed));

function saved(aspect, mark, outcome, more) {
  const card = cardOf(aspect);
  const draft = drafts.get(aspect);
  if (draft && !isOvertaken(draft) && draft.kind === mark.kind && draft.observed === mark.observed) forget(aspect);
  if (card.dataset.kind === "judgement" && mark.kind !== "mark") card.dataset.naVersion = outcome.version;
  else card.dataset.version = outcome.version;
  card.dataset.own = mark.kind === "mark" ? mark.observed : "";
  card.dataset.ownMark = outcome.mark ?? "";
  const last = !more && !drafts.has(aspect);
  if (last && outcome.mark !== null && whyNot(card, shownValue(card)) === null) showMark(card, outcome.mark);
  if (last) quiet(card);
  refresh(card);
  if (mark.kind !== "mark") card.dataset.stamp = "";
  soon();
}

const plain = (text) => text.normalize("NFKC").replace(/[,。]/g, ".").replace(/^0+(?=\d)/, "").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

function says(current, mark) {
  if (!current || current.kind !== mark.kind) return false;
  return mark.kind !== "mark" || (current.observed !== null && plain(current.observed) === plain(String(mark.observed)));
}

const OVERTAKEN = new Set(["round_changed", "aspect_revealed", "aspect_not_attempted"]);

function refused(aspect, mark, outcome) {
  const card = cardOf(aspect);
  const codes = (outcome.problems ?? []).map((problem) => problem.code);
  const text = outcome.closed && !codes.includes("office_ended") ? words().closed : (outcome.problems ?? []).map((problem) => problem.message ?? "").join(" ") || words().fault;
  if (codes.some((code) => OVERTAKEN.has(code))) { // what the others did is shown instead of the value
    say(text);
    forget(aspect);
    refresh(card);
    return void soon();
  }
  if (isOvertaken(drafts.get(aspect))) return void refresh(card);
  if (outcome.outcome === "conflict" && says(outcome.current, mark)) { // both entered the same
    forget(aspect);
    refresh(card);
    return void renew(card);
  }
  const asks = outcome.outcome === "ask" || codes.includes("reason_missing") || codes.includes("reason_text_missing");
  const draft = { kind: mark.kind, observed: mark.observed, reason: mark.reason, reasonText: mark.reason_text, confirmed: mark.confirmed };
  drafts.set(aspect, asks ? { ...draft, asks } : { ...draft, refused: text });
  refresh(card);
  put(card, mark, outcome, codes, text);
  soon();
}

// What has to be decided, and how.
function put(card, mark, outcome, codes, text) {
  if (outcome.outcome === "ask") {
    showMark(card, listedMark(card, mark.observed ?? ""));
    if (!ask(card, text)) say(`${card.dataset.number}: ${text}`);
  } else if (outcome.outcome === "conflict") {
    card.dataset.theirVersion = outcome.version;
    showConflict(card, mark, outcome);
    compareMarks(card, mark);
  } else if (codes.includes("reason_missing")) {
    const deduction = Boolean(card.dataset.deducts) && mark.observed !== "0" && !mark.reason;
    askReason(card, deduction);
    showNote(card, deduction ? words().reasonFirst : words().changeReason);
  } else if (codes.includes("reason_text_missing")) askWords(card);
}

// Which mark each value of a conflict gives, and who entered the other one: asked for, and left out where unknown.
async function compareMarks(card, mark) {
  const aspect = card.dataset.aspect;
  try {
    const asked = await fetch(`${address}/aspects/${aspect}`, { headers: { "hx-request": "true" } });
    const made = asked.ok ? new DOMParser().parseFromString(await asked.text(), "text/html") : null;
    const who = made?.querySelector("[data-entered-by]")?.textContent.trim();
    if (who) card.querySelector("[data-conflict-who]").textContent = who;
    if (mark.kind !== "mark" || card.dataset.kind === "judgement") return;
    const answer = await fetch(`${address}/preview?${new URLSearchParams({ aspect, observed: mark.observed })}`, { headers: { accept: "application/json" } });
    if (answer.ok) card.querySelector("[data-conflict-mark='mine']").textContent = (await answer.json()).mark;
  } catch (offline) { /* the values alone are compared */ }
}

// A word of the server never moves what lies under a finger, nor the pad.
const still = (act) => (aspect, ...more) => steadily(() => act(aspect, ...more));
Object.assign(tell, { sending: still((aspect) => refresh(cardOf(aspect))), saved: still(saved), refused: still(refused), barred: bar, connection });
