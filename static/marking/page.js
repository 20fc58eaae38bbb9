// The sheet this page shows, and what is said to whoever sits before it.
export const sheet = document.querySelector("[data-sheet]");
export const address = "/sheets/" + sheet.dataset.sheet;
export const isOpen = () => sheet.dataset.state === "open" || sheet.dataset.state === "entered";

export function say(text) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = text;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), 8000);
}
