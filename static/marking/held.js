// What the page holds and the server has not confirmed: what is only chosen, and what is on its way.
import { cardOf } from "./cards.js";
import { makeOutbox, randomId } from "./outbox.js";
import { address, sheet } from "./page.js";

export const drafts = new Map(); // aspect → what is chosen and not yet sent: {kind, observed, timer, reason …}

export function forget(aspect) {
  clearTimeout(drafts.get(aspect)?.timer);
  drafts.delete(aspect);
}

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

// What becomes of each mark is told here; answers.js puts in who listens.
export const tell = {};
export const outbox = makeOutbox({
  address: address + "/marks", scheme: sheet.dataset.scheme, device: deviceName(), account: sheet.dataset.account, versionOf, tell,
});

export function unsent() { return outbox.unsent() > 0 || drafts.size > 0; }
