// Handing in says first what is missing or not sent.
import { allCards } from "./cards.js";
import { unsent } from "./held.js";
import { standing } from "./standing.js";

export async function handIn() {
  const dialog = document.getElementById("hand-in");
  listMissing(dialog);
  dialog.showModal();
  await standing();
  listMissing(dialog);
}

function listMissing(dialog) {
  const missing = allCards().filter((card) => card.dataset.may && card.dataset.state === "missing");
  dialog.querySelector("[data-missing-list]").replaceChildren(...missing.map((card) => {
    const line = document.createElement("li");
    line.textContent = card.dataset.number + " " + card.querySelector(".aspect-text").textContent;
    return line;
  }));
  dialog.querySelector("[data-hand-in-missing]").hidden = missing.length === 0;
  dialog.querySelector("[data-hand-in-unsent]").hidden = !unsent();
  dialog.querySelector("form button").disabled = unsent();
}
