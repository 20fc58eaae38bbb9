// The state of the connection in words, and how many marks are kept here.
import { allCards } from "./cards.js";
import { drafts, outbox } from "./held.js";

let reachable = true;
export function setReachable(online) { reachable = online; }

export function showConnection() {
  const place = document.querySelector("[data-connection]");
  const held = allCards().filter((card) => outbox.has(card.dataset.aspect) || drafts.get(card.dataset.aspect)?.timer);
  place.dataset.state = reachable && navigator.onLine ? "online" : "offline";
  place.querySelector("[data-kept]").textContent = held.length;
}
