// What the server said of each mark, shown on its card.
import { ask, askReason, askWords, cardOf, listedMark, quiet, showConflict, showMark, showState, shownValue, words } from "./cards.js";
import { drafts, forget, tell } from "./held.js";
import { whyNot } from "./numbers.js";
import { otherAccount, say, signedOut } from "./page.js";
import { connection, renew, soon } from "./standing.js";

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

const plain = (text) => text.normalize("NFKC").replace(/[,。]/g, ".").replace(/^0+(?=\d)/, "").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

function says(current, mark) {
  if (!current || current.kind !== mark.kind) return false;
  return mark.kind !== "mark" || (current.observed !== null && plain(current.observed) === plain(String(mark.observed)));
}

function refused(aspect, mark, outcome) {
  const card = cardOf(aspect);
  if (outcome.outcome === "conflict" && says(outcome.current, mark)) { // both entered the same
    forget(aspect);
    return void renew(card);
  }
  const codes = (outcome.problems ?? []).map((problem) => problem.code);
  const text = (outcome.problems ?? []).map((problem) => problem.message ?? "").join(" ") || words().fault;
  drafts.set(aspect, { kind: mark.kind, observed: mark.observed, reason: mark.reason, reasonText: mark.reason_text, confirmed: mark.confirmed, timer: null });
  const asked = outcome.outcome === "ask" || codes.includes("reason_missing") || codes.includes("reason_text_missing");
  showState(card, asked ? "needs" : "refused", asked ? "" : text);
  if (outcome.outcome === "ask") {
    ask(card, text);
    showMark(card, listedMark(card, mark.observed ?? ""));
  }
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

Object.assign(tell, {
  sending: (aspect) => showState(cardOf(aspect), "saving"), kept: (aspect) => showState(cardOf(aspect), "kept"), saved, refused, signedOut, otherAccount, connection,
});
