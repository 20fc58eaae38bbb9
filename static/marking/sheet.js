// The sheet on the tablet: taps and keys become marks, and what the server says becomes states.
import "./answers.js";
import { allCards } from "./cards.js";
import { showConnection } from "./connection.js";
import { choose, commit, count, finish, keys, nextMissing, reason, restore, sendDrafts, step, takeMine, tap, team, type } from "./entering.js";
import "./fields.js";
import { handIn } from "./handing_in.js";
import { forget, outbox, unsent } from "./held.js";
import { fallBehind, follow, fresh, renew, unfollow } from "./standing.js";

const presses = [
  ["[data-score]", (card, button) => tap(card, button.dataset.score)],
  ["[data-done]", (card, button) => tap(card, button.dataset.done)],
  ["[data-choice]", (card, button) => tap(card, button.dataset.choice)],
  ["[data-zero]", (card) => choose(card, "0")],
  ["[data-step]", (card, button) => count(card, Number(button.dataset.step))],
  ["[data-reason]", reason],
  ["[data-send-reason]", (card) => commit(card, { reasonText: card.querySelector("[data-reason-text]").value.trim() })],
  ["[data-ask-yes]", (card) => commit(card, { confirmed: true })],
  ["[data-ask-no]", restore],
  ["[data-take-mine]", takeMine],
  ["[data-take-theirs]", (card) => { forget(card.dataset.aspect); renew(card); }],
  ["[data-retry]", () => outbox.retry()],
  ["[data-not-attempted]", (card) => team(card, "not_attempted")],
  ["[data-take-back]", (card) => team(card, "retracted")],
];

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]");
  if (key) return void keys.press(key.dataset.key);
  if (event.target.closest("[data-next-missing]")) return void nextMissing();
  if (event.target.closest("[data-hand-in]")) return void handIn();
  if (event.target.closest("[data-retry-all]")) return void lookAgain();
  const card = event.target.closest("[data-aspect]");
  if (!card) return;
  for (const [selector, act] of presses) {
    const button = event.target.closest(selector);
    if (button && card.contains(button) && button.matches("button")) return void act(card, button);
  }
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-value], [data-count]")) type(event.target.closest("[data-aspect]"), event.target.value.trim());
});

document.addEventListener("keydown", (event) => {
  const nowhere = document.activeElement === document.body;
  const card = event.target.closest("[data-aspect]") ?? (nowhere ? allCards()[0] : null);
  if (!card || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("form, [data-reason-text]")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(card, nowhere ? 0 : event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target.matches("[data-value], [data-count]")) {
    event.preventDefault();
    finish(event.target);
  } else if (/^[0-3]$/.test(event.key) && card.dataset.kind === "judgement" && card.dataset.may) {
    event.preventDefault();
    choose(card, event.key);
    card.querySelector(`[data-score="${event.key}"]`)?.focus({ preventScroll: true }); // so that Enter goes on
  } else if (event.key === "Enter" && event.target.matches("[data-score], [data-done], [data-choice]") && event.target.getAttribute("aria-pressed") === "true") {
    event.preventDefault();
    step(card, 1);
  }
});

window.addEventListener("beforeunload", (event) => {
  sendDrafts();
  if (unsent()) event.preventDefault();
});
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") sendDrafts(); else lookAgain(); });
window.addEventListener("online", lookAgain);
window.addEventListener("offline", () => { fallBehind(); showConnection(); });

function lookAgain() {
  outbox.retry();
  fresh();
  showConnection();
}

// The bar at the foot may grow: nothing that is scrolled to lies under it.
new ResizeObserver(([{ target }]) => document.documentElement.style.setProperty("--foot", target.offsetHeight + "px")).observe(document.querySelector("[data-sheet-foot]"));

follow();
showConnection();
window.addEventListener("pagehide", () => { sendDrafts(); unfollow(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
