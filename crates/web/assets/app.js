// Comfort on top of pages that work without it. No case text is kept in the browser: drafts live on
// the server, and when the network is lost the open page is the only copy, so it says so.
"use strict";

const body = document.body;
const clock = new Intl.DateTimeFormat("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm" });
const timeNow = () => clock.format(new Date()).replace(":", ".");

// --- Drafts -------------------------------------------------------------------------------------

const AUTOSAVE_EVERY_MS = 10_000;
const AFTER_FOCUS_MS = 150;
const AFTER_TYPING_MS = 2_000;
const LOST = "Ingen anslutning. Texten finns kvar här på sidan, stäng den inte.";
const LOGGED_OUT = "Du är utloggad. Texten finns kvar här på sidan. Logga in i en ny flik och spara sedan igen.";
const SENT = "Det här är redan sparat, kanske i en annan flik. Det du skriver nu sparas först när du trycker på knappen.";
const TELLS_GROUP = "Inte sparat: texten kan visa patientens grupp. Ändra den, eller tryck på Spara.";
const CONTESTED = "Någon annan har skrivit på samma ställe. Båda texterna är sparade. Ladda om sidan och välj.";
const drafts = [];

// --- The plan -----------------------------------------------------------------------------------
// Everybody writes in the same plan. What is sent is what its author has changed, each field with what
// they saw there, so that the server keeps both texts when two write in the same place.

const plain = (text) => text.replaceAll("\r\n", "\n").trim();

/** The fields of a plan's form that say something else than was seen there. */
function changedInPlan(form) {
  const fields = new FormData(form);
  const changed = new URLSearchParams();
  for (const [name, value] of fields) {
    if (/^[wko]\./.test(name)) continue;
    const place = name.startsWith("r.") ? name.slice(2) : null;
    if (place === null) {
      changed.append(name, value);
      continue;
    }
    const was = fields.get(`w.${place}`) ?? "";
    if (plain(value) === plain(was)) continue;
    changed.append(name, value);
    changed.append(`w.${place}`, was);
    const row = place.split(".")[0];
    if (fields.has(`k.${row}`)) changed.set(`k.${row}`, fields.get(`k.${row}`));
  }
  return changed.toString();
}

/** An id for a row, as the server makes them: 128 random bits in base32. */
function rowId() {
  let bits = 0n;
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) bits = (bits << 8n) | BigInt(byte);
  let id = "";
  for (let place = 0; place < 26; place += 1) {
    id = "abcdefghijklmnopqrstuvwxyz234567"[Number(bits & 31n)] + id;
    bits >>= 5n;
  }
  return id;
}

/** Keeps the form in step with what has been saved, and adds an empty row after one that was written. */
function watchPlan(form) {
  const blanks = new Map();
  for (const line of form.querySelectorAll("tr.plan__ny")) {
    const more = line.nextElementSibling?.matches(".plan__mer") ? line.nextElementSibling.outerHTML : "";
    if (line.closest("table").dataset.fler !== undefined) blanks.set(line.id.slice(4), line.outerHTML + more);
  }
  return (sent) => {
    for (const [name, value] of new URLSearchParams(sent)) {
      if (!name.startsWith("r.")) continue;
      const seen = form.elements.namedItem(`w.${name.slice(2)}`);
      if (seen) seen.value = value;
      const row = name.slice(2).split(".")[0];
      const blank = blanks.get(row);
      if (blank === undefined) continue;
      blanks.delete(row);
      const next = rowId();
      const copy = blank.replaceAll(row, next);
      form.querySelector(`#rad-${row}`).closest("tbody").insertAdjacentHTML("beforeend", copy);
      blanks.set(next, copy);
    }
  };
}

/** Who else has the form open, as the answer to an autosave says. */
function tellOpen(form, encoded) {
  const line = form.closest(".form")?.querySelector("[data-oppet]");
  if (!line || encoded === null) return;
  const text = decodeURIComponent(encoded);
  const words = line.querySelector("[data-text]");
  if (words.textContent !== text) words.textContent = text;
  line.hidden = text === "";
}

function watchDraft(form) {
  const status = form.querySelector("[data-sparat]");
  const inPlan = form.dataset.plan === undefined ? null : watchPlan(form);
  const content = () => {
    if (inPlan) return changedInPlan(form);
    const fields = new FormData(form);
    for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
    return new URLSearchParams(fields).toString();
  };
  const say = (text, fault) => {
    if (!status) return;
    status.hidden = false;
    status.toggleAttribute("data-lage", fault);
    if (fault) status.dataset.lage = "fel";
    status.querySelector("[data-text]").textContent = text;
  };
  const draft = { form, saved: content(), busy: false, sent: false, failed: false };
  draft.dirty = () => content() !== draft.saved;
  draft.save = async (force) => {
    const now = content();
    if (draft.busy || draft.sent || (!force && now === draft.saved)) return;
    draft.busy = true;
    draft.underway = new AbortController();
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: now,
        redirect: "manual",
        signal: draft.underway.signal,
        headers: { "X-Utkast": "1", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
      });
      if (answer.ok) {
        inPlan?.(now);
        draft.saved = inPlan ? changedInPlan(form) : now;
        draft.failed = false;
        session.renew();
        const at = answer.headers.get("X-Sparat") ?? timeNow();
        if (answer.headers.has("X-Tvist")) say(CONTESTED, true);
        else say(inPlan ? `Sparat ${at}` : `Utkast sparat ${at}`, false);
        tellOpen(form, answer.headers.get("X-Oppet"));
      } else {
        draft.failed = true;
        const gone = answer.type === "opaqueredirect" || answer.status === 401;
        if (answer.headers.has("X-Grupp")) say(TELLS_GROUP, true);
        else say(gone ? LOGGED_OUT : answer.status === 409 ? SENT : "Utkastet sparades inte. Texten finns kvar här på sidan, stäng den inte.", true);
      }
    } catch {
      if (draft.sent) return;
      draft.failed = true;
      say(LOST, true);
    } finally {
      draft.busy = false;
    }
  };
  // A draft sent together with the form itself could be stored after it, and come back as new. So a
  // press on a button saves no draft, and one that is on its way when the form leaves is called off.
  form.addEventListener("focusout", (event) => {
    if (!event.relatedTarget?.closest?.("button")) setTimeout(() => draft.save(false), AFTER_FOCUS_MS);
  });
  form.addEventListener("submit", () => {
    draft.sent = true;
    draft.underway?.abort();
    draft.saved = content();
    draft.failed = false;
  });
  // Soon after the last key, so that little is lost when the machine stops.
  let typing;
  form.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => draft.save(false), AFTER_TYPING_MS);
  });
  // Whoever leaves by a link right after typing finds the text again: the request outlives the page.
  draft.leave = () => {
    const now = content();
    if (draft.sent || now === draft.saved) return;
    draft.saved = now;
    fetch(form.dataset.autosave, {
      method: "POST",
      body: now,
      redirect: "manual",
      keepalive: true,
      headers: { "X-Utkast": "1", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
    }).catch(() => {});
  };
  setInterval(() => draft.save(false), AUTOSAVE_EVERY_MS);
  drafts.push(draft);
}

addEventListener("beforeunload", (event) => {
  if (drafts.some((draft) => draft.failed && draft.dirty())) event.preventDefault();
});
addEventListener("pagehide", () => drafts.forEach((draft) => draft.leave()));
// Back from the page that the form led to, it can be filled in again.
addEventListener("pageshow", () => drafts.forEach((draft) => { draft.sent = false; }));
addEventListener("online", () => drafts.forEach((draft) => draft.save(draft.failed)));

// --- Time-out -----------------------------------------------------------------------------------

const session = {
  limit: Number(body.dataset.timeoutSeconds || 0) * 1000,
  timers: [],
  dialog: document.getElementById("tidsgrans"),
  renew() {
    this.timers.forEach(clearTimeout);
    if (!this.limit) return;
    this.timers = [
      setTimeout(() => this.warn(), Math.max(this.limit - 120_000, 0)),
      setTimeout(() => this.end(), this.limit),
    ];
    if (this.dialog?.open) this.dialog.close();
  },
  warn() {
    // Saved without renewing: a form left open must not keep the session alive by itself.
    this.dialog?.showModal();
  },
  async stay() {
    try {
      const answer = await fetch("/session", { method: "POST", redirect: "manual" });
      if (answer.ok) this.renew();
      else this.leave();
    } catch {
      this.dialog.querySelector("[data-text]").textContent = LOST;
    }
  },
  end() {
    // Unsaved text on this page is worth more than a clean log-in page.
    if (!drafts.some((draft) => draft.dirty())) this.leave();
  },
  leave() {
    // The server sends this page on to the log-in page, and back here afterwards.
    location.assign(location.pathname + location.search);
  },
};
session.dialog?.querySelector("[data-stanna]")?.addEventListener("click", () => session.stay());

// --- Keyboard -----------------------------------------------------------------------------------

const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    if (event.key === "s" && drafts.length > 0) {
      event.preventDefault();
      drafts.forEach((draft) => draft.save(true));
    } else if (event.key === "Enter") {
      // Never a form that sends or signs: those take a deliberate press on their own button.
      const form = event.target.closest?.("form") ?? document.querySelector("form[data-main]");
      if (form?.matches("[data-main]:not([data-sends])")) {
        event.preventDefault();
        form.requestSubmit();
      }
    }
    return;
  }
  if (body.dataset.singleKeys === "off" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    const search = document.getElementById("sok");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if (event.key === "?") {
    event.preventDefault();
    location.assign("/genvagar");
  }
});

// --- Numbers on demand --------------------------------------------------------------------------

const HIDE_AFTER_MS = 60_000;
for (const number of document.querySelectorAll("details.visa")) {
  let timer;
  number.addEventListener("toggle", () => {
    clearTimeout(timer);
    number.querySelector("[data-visa]").textContent = number.open ? "Dölj" : "Visa";
    if (number.open) timer = setTimeout(() => { number.open = false; }, HIDE_AFTER_MS);
  });
}

// --- Small comforts -----------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-skriv-ut]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of document.querySelectorAll("[data-alla-steg]")) {
  const list = document.getElementById(button.getAttribute("aria-controls"));
  if (!list) continue;
  list.classList.add("steg--fallbar");
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = list.classList.toggle("steg--oppen");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Visa bara aktuellt steg" : "Visa alla steg";
  });
}
// What the last save led to is read first, and the keyboard goes on from there.
(document.querySelector("[data-fel-overst]") ?? document.querySelector("[data-kvitto]"))?.focus();

// --- Printing: only the browser knows of it, and the log shall say it --------------------------------

addEventListener("beforeprint", () => {
  navigator.sendBeacon("/utskrift", new URLSearchParams({ sida: location.pathname }));
});

// --- Live worklist: only when the tab comes back, so that nothing moves under the hand -----------

const FRESH_MS = 15_000;
let fetched = Date.now();
async function refresh() {
  const live = document.querySelectorAll("[data-levande]");
  if (live.length === 0 || document.hidden || Date.now() - fetched < FRESH_MS) return;
  fetched = Date.now();
  try {
    const answer = await fetch(location.href, { redirect: "manual", headers: { "X-Levande": "1" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of live) {
      const fresh = page.getElementById(old.id);
      if (fresh && !old.contains(document.activeElement) && fresh.innerHTML !== old.innerHTML) old.replaceWith(document.importNode(fresh, true));
    }
  } catch {
    // The list stays as it was; the next focus tries again.
  }
}
document.addEventListener("visibilitychange", refresh);
addEventListener("focus", refresh);

document.querySelectorAll("form[data-autosave]").forEach(watchDraft);
session.renew();
