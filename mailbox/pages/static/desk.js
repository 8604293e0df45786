/* The desk by keyboard, and drafts that are saved as one writes. Without it every page works all the same. */
"use strict";
(function () {
  const body = document.body;
  const single = body.dataset.keys === "oui";
  const writing = () => ["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement.tagName);
  const rows = () => [...document.querySelectorAll("a.row")];
  const click = (selector) => { const found = document.querySelector(selector); if (found) { found.click(); } return Boolean(found); };
  const submit = (selector) => { const form = document.querySelector(selector); if (form) { form.requestSubmit(); } return Boolean(form); };
  const open = (selector) => {
    const found = document.querySelector(selector);
    if (found) { found.closest("details").open = true; found.focus(); }
    return Boolean(found);
  };

  function step(by) {
    const all = rows();
    const at = all.indexOf(document.activeElement);
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
    if (next) { next.focus(); }
    return Boolean(next);
  }

  function focus(selector) {
    const found = document.querySelector(selector);
    if (found) { found.focus(); found.scrollIntoView({ block: "center" }); }
    return Boolean(found);
  }

  // Put words below what is written already, as if they had been typed, so that the draft is saved.
  function add(text) {
    const words = document.querySelector("#words");
    if (!words) { return false; }
    words.value += (words.value ? "\n\n" : "") + text;
    words.focus();
    words.dispatchEvent(new Event("input"));
    return true;
  }

  // Put words there once, however often they are asked for.
  function addOnce(text) {
    const words = document.querySelector("#words");
    if (words && words.value.includes(text)) { words.focus(); return true; }
    return add(text);
  }

  // Take the suggested answer up; what it says nothing to stays open.
  function takeUp() {
    const suggestion = document.querySelector("#reprendre");
    if (!suggestion) { return false; }
    const answered = suggestion.dataset.answered.split(" ");
    for (const fate of document.querySelectorAll("#reponse [type=radio][value=ouverte]")) {
      if (!answered.includes(fate.name.slice(1))) { fate.checked = true; }
    }
    return addOnce(suggestion.dataset.words);
  }

  const keys = {
    j: () => step(1) || click("#suivante"),
    k: () => step(-1) || (document.querySelector("#reponse") && (history.back(), true)),
    e: () => focus("#words"),
    i: takeUp,
    u: () => submit("form[action$='/annulation']"),
    m: () => open("#dans"),
    h: () => {
      const others = document.querySelectorAll("form[action$='/service']");
      return others.length === 1 ? submit("form[action$='/service']") : focus("form[action$='/service'] button");
    },
    z: () => open("#jusqu"),
    n: () => open("#note"),
    s: () => focus("#cherche") || (location.assign("/#cherche"), true),
    f: () => click("#vers-faq"),
    c: () => click("#vers-ensemble"),
    t: () => submit("form[action$='/reprise']"),
    g: () => click(".suggestion a[href^='/appel']") || click("#vers-passage"),
    "?": () => { location.assign("/touches"); return true; },
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (document.activeElement.id === "words" && submit("#reponse, #ensemble-reponse")) { event.preventDefault(); }
      return;
    }
    if (!single || event.ctrlKey || event.metaKey || event.altKey || writing()) { return; }
    const reply = /^[1-9]$/.test(event.key) && document.querySelector("[data-reply='" + event.key + "']");
    if (reply) {
      if (add(reply.dataset.words)) { event.preventDefault(); }
      return;
    }
    if (keys[event.key] && keys[event.key]()) { event.preventDefault(); }
  });

  document.addEventListener("click", (event) => {
    if (event.target.id === "reprendre" && takeUp()) { event.preventDefault(); }
    if (event.target.dataset.insert && addOnce(event.target.dataset.insert)) { event.preventDefault(); }
  });

  const form = document.querySelector("#reponse");
  const words = form && form.querySelector("#words");
  const kept = document.querySelector("#garde");
  let waiting = 0;

  async function save() {
    const data = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.draft, { method: "POST", body: data, credentials: "same-origin" }).catch(() => null);
    if (kept) { kept.textContent = answer && answer.ok ? kept.dataset.kept : kept.dataset.lost; }
  }

  if (words) {
    let unsaved = false;
    words.addEventListener("input", () => { unsaved = true; clearTimeout(waiting); waiting = setTimeout(() => { unsaved = false; save(); }, 800); });
    form.addEventListener("submit", () => { unsaved = false; clearTimeout(waiting); });
    addEventListener("pagehide", () => {
      if (unsaved) { navigator.sendBeacon(form.dataset.draft, new URLSearchParams(new FormData(form))); }
    });
  }
  // A page left open asks for news by itself: once the session is over, it says so, once.
  document.addEventListener("htmx:responseError", (event) => {
    const over = document.querySelector("#session-finie");
    if (event.detail.xhr.status === 401 && over) {
      document.querySelector("main").prepend(over.content.cloneNode(true));
      over.remove();
    }
  });

  // What can be taken back for 20 seconds can be no more after that.
  for (const notice of document.querySelectorAll("[data-leaves]")) {
    setTimeout(() => { notice.querySelector("form").remove(); notice.querySelector("template").replaceWith(notice.querySelector("template").content); }, 20000);
  }

  if (location.hash === "#cherche") { focus("#cherche"); }
  document.documentElement.dataset.ready = "oui"; // from here on keys are heard
})();
