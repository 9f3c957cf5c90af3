// The pages work without this file. With it, a list that cannot be fetched says so and stays on the screen.
"use strict";
(function () {
  function show(isFailed) {
    const message = document.getElementById("list-error");
    const list = document.getElementById("worklist");
    if (!message || !list) return;
    message.hidden = !isFailed;
    list.classList.toggle("is-stale", isFailed);
  }
  document.addEventListener("htmx:sendError", function () { show(true); });
  document.addEventListener("htmx:responseError", function () { show(true); });
  document.addEventListener("htmx:afterOnLoad", function () { show(false); });

  // On a phone the filters fold. Opened, they stay open when the list is fetched anew, and the focus stays in them.
  let wasOpen = false;
  let focused = "";
  document.addEventListener("htmx:beforeSwap", function () {
    const filters = document.querySelector(".more-filters");
    wasOpen = Boolean(filters && filters.open);
    focused = document.activeElement ? document.activeElement.id : "";
  });
  document.addEventListener("htmx:afterSwap", function () {
    const filters = document.querySelector(".more-filters");
    if (!wasOpen || !filters) return;
    filters.open = true;
    const place = focused && document.getElementById(focused);
    if (place && document.activeElement !== place) place.focus({ preventScroll: true });
  });

  // A link into a closed part of the page opens it.
  function open() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") target.open = true;
  }
  window.addEventListener("hashchange", open);
  open();
})();

// The worklist: who is selected, and single keys for those who have asked for them.
(function () {
  const list = document.getElementById("worklist");
  if (!list) return;
  const keys = document.getElementById("shortcuts");

  function boxes() { return Array.from(list.querySelectorAll("input[name=people]")); }
  function everyone() { const all = list.querySelector("#everyone"); return Boolean(all && all.checked); }
  function count() {
    const told = list.querySelector("#n-selected");
    if (!told) return;
    const n = boxes().filter(function (box) { return box.checked; }).length;
    const words = everyone() ? told.dataset.all : n === 0 ? "" : n === 1 ? told.dataset.one : told.dataset.many.replace("{n}", n);
    if (told.textContent !== words) told.textContent = words;
    const page = list.querySelector("#whole-page");
    page.checked = n > 0 && n === boxes().length;
    page.indeterminate = n > 0 && !page.checked;
    if (n || everyone()) list.querySelector("#selection-error").hidden = true;
  }
  function prepare() {
    for (const id of ["whole-page", "print-list"]) {
      const place = document.getElementById(id);
      if (place) place.hidden = false;
    }
    count();
  }
  list.addEventListener("change", function (event) {
    if (event.target.id === "whole-page") {
      for (const box of boxes()) box.checked = event.target.checked;
    }
    if (event.target.closest("#selection")) count();
  });
  list.addEventListener("click", function (event) {
    if (event.target.closest("#print-list")) window.print();
  });
  list.addEventListener("submit", function (event) {
    const means_all = event.submitter && event.submitter.name === "template";
    if (event.target.id !== "selection" || means_all || everyone() || boxes().some(function (box) { return box.checked; })) return;
    event.preventDefault();
    const told = list.querySelector("#selection-error");
    told.hidden = false;
    told.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:afterSettle", prepare);
  window.addEventListener("pageshow", prepare);
  prepare();

  // Single keys: off unless the page brings them, and never while somebody writes.
  if (!keys) return;
  function links() { return Array.from(list.querySelectorAll("tbody .c-name a")); }
  function move(step) {
    const all = links();
    const row = document.activeElement && document.activeElement.closest("tbody tr");
    const at = all.findIndex(function (link) { return row && row.contains(link); });
    const to = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
    if (to) to.focus();
  }
  function row() { return document.activeElement && document.activeElement.closest("tbody tr"); }
  function press(id) { const button = document.getElementById(id); if (button) button.click(); }
  const does = {
    search: function () { const name = document.getElementById("name"); name.focus(); name.select(); },
    down: function () { move(1); },
    up: function () { move(-1); },
    select: function () { if (row()) row().querySelector("input[name=people]").click(); },
    assess: function () { if (row()) location.href = row().querySelector(".c-name a").href + "#assess"; },
    plan: function () { if (row()) location.href = row().querySelector(".c-name a").href + "plan/"; },
    export: function () { press("do-export"); },
    help: function () { keys.showModal(); },
  };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || keys.open) return;
    const place = event.target;
    if (place.isContentEditable || /^(SELECT|TEXTAREA)$/.test(place.tagName)) return;
    if (place.tagName === "INPUT" && place.type !== "checkbox") return;
    const action = Object.keys(does).find(function (one) { return keys.dataset[one] === event.key; });
    if (!action) return;
    event.preventDefault();
    does[action]();
  });
})();

// Buttons that only a script can do: they are hidden until it is here. The same can be done by hand without them.
(function () {
  document.querySelectorAll("button[data-does]").forEach(function (button) {
    const does = button.dataset.does;
    if (does === "read") return;
    if (does === "copy" && !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      if (does === "print") { window.print(); return; }
      const text = document.getElementById(button.dataset.of);
      navigator.clipboard.writeText(text.value).then(function () {
        document.getElementById("copied").textContent = button.dataset.done;
        button.textContent = button.dataset.done;
      });
    });
  });
})();

// A person's own pages: before the session ends somebody is told; what is begun is kept, or said not to be.
(function () {
  const warning = document.getElementById("session-warning");
  if (warning) window.setTimeout(function () { warning.hidden = false; }, Number(warning.dataset.minutes) * 60000);
  const state = document.getElementById("draft-state");
  const failed = document.getElementById("draft-error");
  if (!state || !failed) return;
  function tell(isFailed) { failed.hidden = !isFailed; if (isFailed) state.textContent = ""; }
  document.addEventListener("htmx:sendError", function () { tell(true); });
  document.addEventListener("htmx:responseError", function () { tell(true); });
  document.addEventListener("htmx:afterOnLoad", function () { tell(false); });
})();

// Reads the page aloud with a voice of the reader's own machine. A voice from elsewhere would be told what is on it.
(function () {
  const button = document.querySelector("button[data-does=read]");
  if (!button || !window.speechSynthesis) return;
  const language = document.documentElement.lang;
  const words = button.textContent;
  function voice() {
    return window.speechSynthesis.getVoices().find(function (one) {
      return one.localService && one.lang.toLowerCase().startsWith(language);
    });
  }
  function offer() { button.hidden = !voice(); }
  function end() { window.speechSynthesis.cancel(); button.textContent = words; }
  button.addEventListener("click", function () {
    if (window.speechSynthesis.speaking) { end(); return; }
    const said = new SpeechSynthesisUtterance(document.getElementById("main-content").innerText);
    said.voice = voice();
    said.lang = language;
    said.onend = end;
    window.speechSynthesis.speak(said);
    button.textContent = button.dataset.done;
  });
  window.addEventListener("pagehide", end);
  window.speechSynthesis.onvoiceschanged = offer;
  offer();
})();
