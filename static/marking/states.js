// The one place that says how an entry stands: from what the server confirmed, what is on its way, and what is only
// chosen or typed. A card is never called saved while anything else of it is held here.
import { allCards, showState } from "./cards.js";
import { isOnline } from "./connection.js";
import { drafts, outbox } from "./held.js";

export function stateOf(card) {
  const aspect = card.dataset.aspect;
  const draft = drafts.get(aspect);
  if (draft?.refused !== undefined) return "refused";
  if (draft?.asks) return "needs";
  if (draft?.typed) return "typed";
  if (draft?.timer) return "chosen";
  if (outbox.has(aspect)) return isOnline() ? "saving" : "kept";
  const own = card.dataset.own;
  const field = card.querySelector("[data-count], [data-value]");
  if (field && field.value.trim() !== own) return own === "" ? "missing" : "needs";
  return own !== "" || card.dataset.notAttempted || card.dataset.rests ? "saved" : "missing";
}

export function refresh(card) {
  showState(card, stateOf(card), drafts.get(card.dataset.aspect)?.refused ?? "");
}

export function refreshHeld() {
  for (const card of allCards()) if (outbox.has(card.dataset.aspect)) refresh(card);
}

// What he wants by now: the value of the card when nothing newer is chosen.
export function standingValue(card) {
  const sent = outbox.latest(card.dataset.aspect);
  if (!sent) return card.dataset.own;
  return sent.kind === "mark" ? sent.observed : "";
}
