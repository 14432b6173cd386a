"use strict";
document.documentElement.classList.add("js");
document.querySelectorAll("article.report").forEach(function (report) {
  const text = report.querySelector(".text");
  const panel = report.querySelector(".panel");
  const slot = panel.querySelector(".slot");
  const bar = panel.querySelector(".bar");
  const hint = slot.innerHTML;
  const pieces = new Map();
  const links = Array.from(text.querySelectorAll("a.no"));
  let shown = null;
  let pinned = null;

  text.querySelectorAll("[data-k]").forEach(function (piece) {
    piece.dataset.k.split(" ").forEach(function (key) {
      if (!pieces.has(key)) pieces.set(key, []);
      pieces.get(key).push(piece);
    });
  });
  links.forEach(function (link) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
  });

  function paint(key, on) {
    (pieces.get(key) || []).forEach(function (piece) { piece.classList.toggle("on", on); });
  }
  function linkOf(key) {
    return links.find(function (link) { return link.dataset.key === key; });
  }
  function show(key) {
    if (shown === key) return;
    if (shown) paint(shown, false);
    shown = key;
    if (!key) { slot.innerHTML = hint; return; }
    paint(key, true);
    const card = document.getElementById(key).cloneNode(true);
    card.removeAttribute("id");
    slot.replaceChildren(card);
  }
  function pin(key, focus) {
    if (pinned && linkOf(pinned)) linkOf(pinned).setAttribute("aria-expanded", "false");
    pinned = key;
    show(key);
    bar.hidden = !key;
    panel.classList.toggle("shut", !key);
    if (!key) return;
    const link = linkOf(key);
    if (link) link.setAttribute("aria-expanded", "true");
    panel.scrollTop = 0;
    uncover(link);
    if (focus) slot.focus({ preventScroll: true });
  }
  function uncover(link) {
    if (!link) return;
    const place = link.getBoundingClientRect();
    const sheet = panel.getBoundingClientRect();
    const floor = sheet.left <= place.left ? sheet.top : window.innerHeight;
    if (place.top > 8 && place.bottom < floor - 40) return;
    window.scrollBy(0, place.top - floor / 3);
  }
  function close() {
    const link = pinned && linkOf(pinned);
    const inside = panel.contains(document.activeElement);
    pin(null, false);
    if (link && inside) link.focus();
  }
  function step(by) {
    const place = links.findIndex(function (link) { return link.dataset.key === pinned; });
    const next = links[(place + by + links.length) % links.length];
    if (!next) return;
    pin(next.dataset.key, false);
  }
  function keyAt(target) {
    const link = target.closest("a.no");
    if (link) return link.dataset.key;
    const piece = target.closest("[data-k]");
    return piece ? piece.dataset.k.split(" ").pop() : null;
  }

  text.addEventListener("mouseover", function (event) {
    if (!pinned) show(keyAt(event.target));
  });
  text.addEventListener("mouseleave", function () {
    if (!pinned) show(null);
  });
  text.addEventListener("click", function (event) {
    const key = keyAt(event.target);
    if (!key || (window.getSelection() && String(window.getSelection()))) return;
    event.preventDefault();
    if (key === pinned) close();
    else pin(key, event.detail === 0);
  });
  text.addEventListener("keydown", function (event) {
    if (event.key === " " && event.target.matches("a.no")) {
      event.preventDefault();
      pin(event.target.dataset.key, true);
    }
  });
  slot.addEventListener("click", function (event) {
    const link = event.target.closest(".who a.no");
    if (link) pin(link.dataset.key, event.detail === 0);
  });
  panel.querySelector(".back").addEventListener("click", function () { step(-1); });
  panel.querySelector(".next").addEventListener("click", function () { step(1); });
  panel.querySelector(".close").addEventListener("click", close);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && pinned) close();
  });
  panel.classList.add("shut");
});
