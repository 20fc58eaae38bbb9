// One aspect on the screen: its state, its value, and the questions it may have to ask.
export const words = () => document.getElementById("sheet-words").dataset;
export const cardOf = (aspect) => document.getElementById("aspect-" + aspect);
export const allCards = () => Array.from(document.querySelectorAll("[data-aspect]"));
const part = (card, name) => card.querySelector(`[data-${name}]`);

export function showState(card, state, why) {
  card.dataset.state = state;
  for (const each of card.querySelectorAll("[data-entry-state]")) each.hidden = each.dataset.entryState !== state;
  const reason = part(card, "refused-why");
  if (reason) reason.textContent = why ? " – " + why : "";
  part(card, "retry").hidden = state !== "kept";
}

export function showNote(card, text) {
  const note = part(card, "note");
  note.textContent = text;
  note.hidden = text === "";
}

export function quiet(card) {
  for (const name of ["ask", "conflict", "correction-reasons", "reason-words"]) part(card, name).hidden = true;
}

// What is chosen or typed now, as text; the buttons and fields of the card follow it.
export function showValue(card, text) {
  for (const name of ["score", "done", "choice"]) {
    for (const button of card.querySelectorAll(`[data-${name}]`)) {
      button.setAttribute("aria-pressed", String(text !== "" && button.dataset[name] === text));
    }
  }
  for (const field of card.querySelectorAll("[data-count], [data-value]")) if (field.value !== text) field.value = text;
  for (const button of card.querySelectorAll("[data-step='-1']")) button.disabled = !card.dataset.may || text === "";
  const reasons = part(card, "deduction-reasons");
  if (reasons) reasons.hidden = text === "" || text === "0";
}

export function shownValue(card) {
  const field = card.querySelector("[data-count], [data-value]");
  if (field) return field.value.trim();
  const pressed = card.querySelector(".aspect-entry [aria-pressed='true']:is([data-score], [data-done], [data-choice])");
  return pressed ? pressed.dataset.score ?? pressed.dataset.done ?? pressed.dataset.choice : "";
}

// The mark that the server's rule gives for a number it has listed; null when it has to be asked.
export function listedMark(card, text) {
  const marks = card.dataset.marks ? card.dataset.marks.split(" ") : [];
  if (!marks.length || !/^\d{1,6}$/.test(text)) return null;
  const first = card.dataset.observe === "choice" ? 1 : 0;
  const place = Number(text) - first;
  if (place < 0 || (place >= marks.length && card.dataset.observe !== "count")) return null;
  return marks[Math.min(place, marks.length - 1)];
}

export function showMark(card, mark) {
  const place = part(card, "mark");
  if (place) place.textContent = mark ?? "–";
}

// Whether something is being typed elsewhere: a question then waits for its turn and takes no focus.
function isBusyElsewhere(card) {
  const here = document.activeElement;
  return !card.contains(here) && here.matches("input, textarea");
}

// Whether the question has the reader's eye; false: it has to be said elsewhere too.
export function ask(card, text) {
  part(card, "ask-text").textContent = text;
  part(card, "ask").hidden = false;
  if (isBusyElsewhere(card)) return false;
  part(card, "ask-yes").focus();
  return true;
}

function said(card, observed, kind) {
  if (kind === "not_attempted") return words().notAttempted;
  if (kind === "retracted") return words().takenBack;
  if (observed === null || observed === undefined) return words().hiddenScore;
  const button = card.querySelector(`[data-done="${CSS.escape(observed)}"], [data-choice="${CSS.escape(observed)}"]`);
  if (card.dataset.kind === "judgement") return words().score.replace("{value}", observed);
  return button ? button.textContent.trim() : observed;
}

export function showConflict(card, mark, outcome) {
  const theirs = outcome.current;
  part(card, "conflict-mine").textContent = said(card, mark.observed, mark.kind);
  part(card, "conflict-theirs").textContent = theirs ? said(card, theirs.observed, theirs.kind) : words().hiddenScore;
  for (const [side, gives] of [["mine", listedMark(card, mark.observed ?? "")], ["theirs", theirs?.mark]]) {
    const place = card.querySelector(`[data-conflict-mark="${side}"]`);
    if (place) place.textContent = gives ?? "–";
  }
  part(card, "take-mine").hidden = outcome.version === null || (card.dataset.kind === "judgement" && !theirs);
  part(card, "conflict").hidden = false;
}

export function askReason(card, deduction) {
  const block = part(card, deduction ? "deduction-reasons" : "correction-reasons");
  if (!block) return;
  block.hidden = false;
  for (const button of block.querySelectorAll("[data-reason]")) button.setAttribute("aria-pressed", "false");
}

// The reason that still stands chosen, from the last deduction on this card; none where it would have to be worded.
export function chosenDeduction(card) {
  return part(card, "deduction-reasons")?.querySelector("[aria-pressed='true']:not([data-reason='other'])")?.dataset.reason;
}

export function askWords(card) {
  part(card, "reason-words").hidden = false;
  if (!isBusyElsewhere(card)) part(card, "reason-text").focus();
}

export function firstControl(card) {
  return card.querySelector(".aspect-entry :is([data-count], [data-value]):not(:disabled)")
    ?? card.querySelector(".aspect-entry button[aria-pressed='true']:is([data-score], [data-done], [data-choice]):not(:disabled)")
    ?? card.querySelector(".aspect-entry :is(button, input):not(:disabled)") ?? card.querySelector("button");
}
