// A form that is filled in: saves while one writes, tells what the controls find when a question is left, and adds up the sums.
// Everything it does, the page also does with its buttons. It makes no decisions: what is right or wrong, the server says.

const SOON = 1200;
const LONGEST_WAIT = 60;
const LONGEST_PRESS = 5000;
const BLANK = "\u00a0";

const form = document.querySelector("#eform");
document.documentElement.classList.add("with-js");
document.querySelector("[data-focus]")?.focus();
if (form) begin(form);

function begin(form) {
  const words = form.dataset;
  const status = form.querySelector("[data-status]");
  const touched = new Set();
  let findings = null;
  let changed = false;
  let leaving = false;
  let turnedAway = false;
  let saving = null;
  let timer = 0;
  let failures = 0;
  let pressing = Promise.resolve();

  form.addEventListener("input", (event) => {
    if (!isAnswer(event.target)) return;
    note();
    later(SOON);
  });
  form.addEventListener("change", (event) => {
    if (!isAnswer(event.target)) return;
    touched.add(event.target.name);
    note();
    later(0);
  });
  form.addEventListener("focusout", (event) => {
    if (!isAnswer(event.target) || staysWithin(event)) return;
    touched.add(event.target.name);
    if (changed) later(0);
    else pressing.then(show);
  });
  // A button must not move between being pressed and let go: whatever would shift it waits until the press has done what it does.
  document.addEventListener("pointerdown", () => {
    pressing = new Promise((over) => {
      for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(over), { once: true });
      setTimeout(over, LONGEST_PRESS);
    });
  }, true);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  document.addEventListener("change", (event) => {
    const id = event.target.dataset?.use;
    if (!id || !event.target.checked) return;
    setAnswer(id, event.target.value);
    touched.add(id);
    note();
    later(0);
  });
  for (const link of document.querySelectorAll(".languages a")) {
    link.addEventListener("click", async (event) => {
      if (!changed && !saving) return;
      event.preventDefault();
      if (await settled()) location.assign(link.href);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (changed || saving)) event.preventDefault();
  });
  // A page that is hidden may be gone in a moment, as on a telephone; what is written is sent on at once.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) later(0);
  });
  window.addEventListener("online", () => changed && later(0));

  if ("checked" in words) for (const one of form.querySelectorAll("[data-question]")) touched.add(one.dataset.question);
  open();
  addUp();

  function isAnswer(element) {
    return Boolean(element.name) && element.closest("[data-question]") !== null;
  }

  // Going from one button to another of the same question is not leaving it.
  function staysWithin(event) {
    return event.relatedTarget?.name === event.target.name;
  }

  function note() {
    changed = true;
    say(words.unsaved);
    open();
    addUp();
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  async function settled() {
    clearTimeout(timer);
    await saving;
    if (changed) await save();
    return !changed;
  }

  function save() {
    if (saving) return saving.then(() => (changed ? save() : undefined));
    if (!changed) return Promise.resolve();
    saving = post().finally(() => {
      saving = null;
    });
    return saving;
  }

  async function post() {
    await pressing;
    if (leaving) return;
    const sent = answers();
    changed = false;
    say(words.saving);
    let response;
    try {
      if (turnedAway) await renew();
      response = await fetch(words.save, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error" });
    } catch {
      return again();
    }
    turnedAway = response.status === 401 || response.status === 403;
    if (response.status === 401) return again(words.loggedOut, logIn());
    if (!response.ok) return again(await refusal(response));
    const told = await response.json();
    await pressing;
    failures = 0;
    form.elements.versjon.value = told.version;
    take(told.values, sent);
    findings = told.findings;
    show();
    for (const stands of document.querySelectorAll("[data-stands]")) stands.textContent = told.stands;
    const other = told.notice === null ? null : tellOfOther(told.notice);
    if (!changed) say(told.status, other);
    else later(SOON);
  }

  // Whoever has logged in again has a new session, and what is sent must say that it comes from a page of it.
  async function renew() {
    const page = await fetch(form.action);
    const token = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#eform [name=csrf]");
    if (token) form.elements.csrf.value = token.value;
  }

  // What was not saved is still in the boxes, and is tried again, less and less often.
  function again(sentence = "", beside = null) {
    changed = true;
    failures += 1;
    const wait = Math.min(2 ** failures, LONGEST_WAIT);
    say(sentence || words.failed.replace("{seconds}", wait), beside, true);
    later(wait * 1000);
  }

  async function refusal(response) {
    try {
      return (await response.json()).error.message;
    } catch {
      return "";
    }
  }

  function logIn() {
    const link = document.createElement("a");
    link.className = "ds-link";
    link.href = words.logInAt;
    link.target = "_blank";
    link.textContent = words.logIn;
    return link;
  }

  function say(sentence, beside = null, failed = false) {
    if (status.dataset.said === sentence && beside === null) return;
    status.dataset.said = sentence;
    status.classList.toggle("failed", failed);
    status.replaceChildren(sentence, ...(beside ? [" ", beside] : []));
  }

  function answers() {
    return new Map(new FormData(form).entries());
  }

  // What the server holds, in the boxes that nobody has written in since, nor is writing in.
  function take(values, sent) {
    const now = answers();
    for (const [id, value] of Object.entries(values)) {
      const busy = document.activeElement?.name === id && changed;
      if (!busy && now.get(id) === sent.get(id) && now.get(id) !== value) setAnswer(id, value);
    }
    open();
    addUp();
  }

  function setAnswer(id, value) {
    for (const element of boxes(id)) {
      if (element.type === "radio" || element.type === "checkbox") element.checked = element.value === value;
      else if (element.type !== "hidden") element.value = value;
    }
  }

  function boxes(id) {
    const found = form.elements.namedItem(id);
    return found instanceof RadioNodeList ? [...found] : found ? [found] : [];
  }

  // A question that only follows on another answer is shown when that is given; what is answered is never hidden.
  function open() {
    const now = answers();
    for (const question of form.querySelectorAll("[data-when]")) {
      const asked = now.get(question.dataset.when) === question.dataset.equals;
      question.hidden = !asked && !now.get(question.dataset.question);
    }
    for (const progress of document.querySelectorAll("[data-progress]")) {
      const section = document.getElementById(progress.dataset.progress).closest("section");
      const asked = [...section.querySelectorAll("[data-question]")].map((one) => one.dataset.question);
      const given = asked.filter((id) => now.get(id)).length;
      progress.textContent = progress.dataset.words.replace("{answered}", given).replace("{count}", asked.length);
    }
  }

  function addUp() {
    const now = answers();
    for (const total of form.querySelectorAll("[data-parts]")) {
      const parts = total.dataset.parts.split(" ");
      const decimals = Number(boxes(total.dataset.total)[0].dataset.decimals);
      const filled = parts.map((id) => now.get(id)).filter((text) => text?.trim());
      const numbers = filled.map((text) => scaled(text, decimals));
      total.hidden = filled.length === 0 || numbers.includes(null);
      if (total.hidden) continue;
      const sum = numbers.reduce((one, other) => one + other, 0);
      const single = form.querySelectorAll(`[data-total="${total.dataset.total}"]`).length === 1;
      const words_ = single ? words.totalOne : words.totalTwo;
      total.querySelector("[data-sum]").textContent = words_.replace("{sum}", written(sum, decimals)).replace("{count}", parts.length);
      const given = scaled(now.get(total.dataset.total) ?? "", decimals);
      const fits = total.querySelector("[data-fits]");
      fits.dataset.fits = given === null ? "" : given === sum ? "yes" : "no";
      fits.textContent = given === null ? "" : given === sum ? words.fits : words.differs;
    }
  }

  // A question that waits for its answer is told of when it has been left; anything else as soon as it is known.
  function show() {
    if (findings === null) return;
    for (const question of form.querySelectorAll("[data-question]")) {
      const id = question.dataset.question;
      const told = findings.filter((one) => one.field === id && (touched.has(id) || !one.missing));
      const list = document.getElementById(`${id}-funn`);
      const messages = told.map((one) => one.message).join("\n");
      if (list.dataset.messages !== messages) {
        list.dataset.messages = messages;
        list.replaceChildren(...told.map(message));
      }
      const wrong = told.some((one) => one.severity === "error" || one.severity === "fatal");
      for (const box of boxes(id)) {
        if (box.type === "hidden" || box.type === "radio") continue;
        if (wrong) box.setAttribute("aria-invalid", "true");
        else box.removeAttribute("aria-invalid");
      }
    }
  }

  function message(one) {
    const kind = document.createElement("span");
    kind.className = "ds-sr-only";
    kind.textContent = `${one.word}: `;
    const paragraph = document.createElement("p");
    paragraph.className = "ds-validation-message";
    paragraph.dataset.color = { warning: "warning", info: "info" }[one.severity] ?? "danger";
    paragraph.append(kind, one.message);
    return paragraph;
  }

  // The whole of it stands on the top of the page, a link to it where one writes.
  function tellOfOther(notice) {
    const place = document.getElementById("moete");
    place.innerHTML = notice;
    const heading = place.querySelector("h2");
    const link = document.createElement("a");
    link.className = "ds-link";
    link.href = `#${heading.id}`;
    link.textContent = heading.textContent;
    return link;
  }
}

// A number in whole parts of its last decimal, as the server reads it; null for what is no number.
function scaled(text, decimals) {
  const plain = text.trim().replaceAll(/[\u00a0\u202f]/g, " ").replaceAll("\u2212", "-");
  const found = /^([+-]?)(\d+|\d{1,3}(?: \d{3})+)(?:[.,](\d+))?$/.exec(plain);
  if (!found || plain.length > 18) return null;
  const [, sign, whole, after = ""] = found;
  const kept = after.replace(/0+$/, "");
  if (kept.length > decimals || after.length > Math.max(decimals, 2)) return null;
  const size = Number(whole.replaceAll(" ", "") + kept.padEnd(decimals, "0"));
  return sign === "-" ? -size : size;
}

function written(number, decimals) {
  const digits = String(Math.abs(number)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replaceAll(/\B(?=(\d{3})+$)/g, BLANK);
  return (number < 0 ? "\u2212" : "") + whole + (decimals ? `,${digits.slice(-decimals)}` : "");
}
