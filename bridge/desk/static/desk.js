// Keys for people who decide all day: each one presses a link or a button that is on the page anyway (data-key).
"use strict";

const OFF = "kentongan-desk-keys-off";

function stored(change) {
  try { return change ? change(localStorage) : localStorage.getItem(OFF); } catch { return null; }
}

function typing(target) {
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName)
    || (target.tagName === "INPUT" && !["checkbox", "radio", "submit", "button"].includes(target.type));
}

function shown(element) {
  const folded = element.closest("details:not([open])");
  if (folded && !element.matches("summary")) folded.open = true;
  return element;
}

function act(meant) {
  if (meant.matches("input:not([type=checkbox]), textarea, select")) shown(meant).focus();
  else meant.click();
}

function rows() { return [...document.querySelectorAll("[data-row]")]; }

function here() {
  const row = document.activeElement?.closest("tr");
  return row ? rows().findIndex((each) => row.contains(each)) : -1;
}

function go(step) {
  const all = rows(), at = here();
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[next]?.focus();
}

function select() { rows()[here()]?.closest("tr").querySelector("input[type=checkbox]")?.click(); }

const MOVES = { j: () => go(1), k: () => go(-1), x: select };

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (stored()) return;
  const meant = [...document.querySelectorAll("[data-key]")]
    .find((each) => each.dataset.key === event.key && !each.disabled);
  const move = rows().length ? MOVES[event.key] : null;
  if (!meant && !move) return;
  event.preventDefault();
  if (meant) act(meant); else move();
}

// The switch on /keys (WCAG 2.1.4).
function tell() {
  const how = stored() ? "off" : "on";
  for (const each of document.querySelectorAll("[data-keys-switch], [data-keys-state]")) {
    each.textContent = each.dataset[how];
    each.hidden = false;
  }
}

function turn() {
  stored((storage) => storage.getItem(OFF) ? storage.removeItem(OFF) : storage.setItem(OFF, "1"));
  tell();
}

// How long a held act can be undone; the words beside it say by when, for whoever has no script.
function count(notice) {
  const until = Date.now() + Number(notice.dataset.held) * 1000, left = notice.querySelector("[data-left]");
  const timer = setInterval(() => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    if (left) left.textContent = String(Math.max(seconds, 0));
    if (seconds > 0) return;
    clearInterval(timer);
    notice.querySelector("button").disabled = true;
  }, 1000);
}

document.addEventListener("keydown", press);
document.querySelector("[data-keys-switch]")?.addEventListener("click", turn);
document.querySelectorAll("[data-held]").forEach(count);
tell();
