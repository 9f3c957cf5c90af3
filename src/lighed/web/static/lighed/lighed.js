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
