// Handing in says first what is missing or not sent.
import { allCards } from "./cards.js";
import { outbox, unsent } from "./held.js";
import { standing } from "./standing.js";

export async function handIn() {
  const dialog = document.getElementById("hand-in");
  listMissing(dialog);
  dialog.showModal();
  await standing();
  listMissing(dialog);
}

function listMissing(dialog) {
  const inState = (...states) => allCards().filter((card) => card.dataset.may && states.includes(card.dataset.state));
  list(dialog, "missing", inState("missing"));
  const undecided = inState("needs", "refused");
  list(dialog, "undecided", undecided);
  dialog.querySelector("[data-hand-in-unsent]").hidden = outbox.unsent() === 0 && (!unsent() || undecided.length > 0);
  dialog.querySelector("form button").disabled = unsent();
}

function list(dialog, name, cards) {
  dialog.querySelector(`[data-${name}-list]`).replaceChildren(...cards.map((card) => {
    const line = document.createElement("li");
    line.textContent = card.dataset.number + " " + card.querySelector(".aspect-text").textContent;
    return line;
  }));
  dialog.querySelector(`[data-hand-in-${name}]`).hidden = cards.length === 0;
}
