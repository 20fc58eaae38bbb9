// Handing in says first what is missing or not sent.
import { allCards } from "./cards.js";
import { sendDrafts } from "./entering.js";
import { outbox, unsent } from "./held.js";
import { standing } from "./standing.js";

export async function handIn() {
  const dialog = document.getElementById("hand-in");
  sendDrafts();
  listMissing(dialog);
  dialog.showModal();
  const again = setInterval(() => (dialog.open ? listMissing(dialog) : clearInterval(again)), 500);
  await standing();
  listMissing(dialog);
}

function listMissing(dialog) {
  const inState = (...states) => allCards().filter((card) => card.dataset.may && states.includes(card.dataset.state));
  list(dialog, "missing", inState("missing"));
  const undecided = inState("typed", "needs", "refused");
  list(dialog, "undecided", undecided);
  dialog.querySelector("[data-hand-in-unsent]").hidden = outbox.unsent() === 0 && (!unsent() || undecided.length > 0);
  dialog.querySelector("form button").disabled = unsent();
}

function list(dialog, name, cards) {
  const place = dialog.querySelector(`[data-${name}-list]`), now = cards.map((card) => card.id).join(" ");
  dialog.querySelector(`[data-hand-in-${name}]`).hidden = cards.length === 0;
  if (place.dataset.now === now) return;
  place.dataset.now = now;
  place.replaceChildren(...cards.map((card) => {
    const line = document.createElement("li");
    line.textContent = card.dataset.number + " " + card.querySelector(".aspect-text").textContent;
    return line;
  }));
}
