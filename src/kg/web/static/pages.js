// What the pages do beyond links and forms, without which they work too: names are completed as they are typed, and all
// of a statement is lit when one points at a part of it.
"use strict";

function complete(input) {
  const list = document.createElement("ul");
  list.className = "options";
  list.id = `options-${Math.random().toString(36).slice(2)}`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  input.parentElement.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  const kind = input.dataset.complete; // of the names that the field takes; without one a choice leads to its page
  let found = [];
  let chosen = -1;
  let asked = 0;
  let waiting;

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    if (kind) {
      input.value = found[number].name;
      close();
    } else {
      location.assign(found[number].page);
    }
  }

  function mark(number) {
    chosen = number;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", index === number));
    if (number >= 0) input.setAttribute("aria-activedescendant", list.children[number].id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show() {
    list.replaceChildren(
      ...found.map((one, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.className = `ref ${one.type.toLowerCase()}`;
        option.textContent = one.name;
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(number);
        });
        return option;
      }),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  }

  async function ask() {
    const question = ++asked;
    const text = input.value.trim();
    if (!text) {
      close();
      return;
    }
    const parameters = new URLSearchParams({ q: text, limit: "8" });
    if (kind) parameters.set("kind", kind);
    const answer = await fetch(`/api/v1/complete?${parameters}`);
    if (!answer.ok || question !== asked) return;
    found = await answer.json();
    show();
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((chosen + step + found.length + 1) % (found.length + 1) === found.length ? -1 : (chosen + step + found.length) % found.length);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      choose(chosen);
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would be emptied
      close();
    }
  });
}

function light(text) {
  function toggle(event, on) {
    const part = event.target.closest("[data-claim]");
    if (part === null) return;
    const groups = part.dataset.claim.split(" ");
    for (const one of text.querySelectorAll("[data-claim]")) {
      if (one.dataset.claim.split(" ").some((group) => groups.includes(group))) one.classList.toggle("lit", on);
    }
  }
  for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    text.addEventListener(kind, (event) => toggle(event, on));
  }
}

document.querySelectorAll("[data-complete]").forEach(complete);
document.querySelectorAll(".text").forEach(light);
