// What a field holds, as far as the tablet can tell while one types. The server's rule decides (foundation/numbers.py).
import { words } from "./cards.js";

const ONE_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const BEGUN = /^[+-]?\.?$/;
const THOUSANDS = /^[+-]?[1-9]\d{0,2},\d{3}$/; // a thousand, or three decimals? Nothing is guessed.
const LARGEST = 1e9;

function folded(text) {
  return text.normalize("NFKC").replace(/[。﹒]/g, ".").replace(/、/g, ",").replace(/−/g, "-").trim();
}

// Why a text cannot be entered, as a sentence; "" while it is only begun; null where nothing is wrong.
export function whyNot(card, text) {
  if (text === "" || !["count", "value"].includes(card.dataset.observe)) return null;
  const number = folded(text);
  if (BEGUN.test(number)) return "";
  const plain = number.replace(",", ".");
  if (THOUSANDS.test(number) || !ONE_NUMBER.test(plain)) return words().notNumber.replace("{value}", text);
  if (card.dataset.observe === "value") return Math.abs(plain) < LARGEST ? null : words().tooLarge.replace("{value}", text);
  if (!Number.isInteger(Number(plain))) return words().notWhole.replace("{value}", text);
  const most = card.querySelector("[data-counter]").dataset.maximum ?? "999";
  return Number(plain) >= 0 && Number(plain) <= Number(most) ? null : words().outside.replace("{value}", text).replace("{most}", most);
}
