// Keys for people who decide all day: each one presses a link or a button that is on the page anyway (data-key).
"use strict";

const OFF = "kentongan-desk-keys-off";

function typing(target) {
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName)
    || (target.tagName === "INPUT" && !["checkbox", "radio", "submit", "button"].includes(target.type));
}

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (localStorage.getItem(OFF)) return;
  const meant = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
  if (!meant) return;
  event.preventDefault();
  if (meant.matches("input:not([type=checkbox]), textarea, select")) meant.focus();
  else meant.click();
}

document.addEventListener("keydown", press);
