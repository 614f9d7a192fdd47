// Makes the table of records a grid: one moves with the arrows, Enter begins and saves, Escape leaves. Only the rows that are seen are in
// the page; the rest are fetched as one comes to them. It decides nothing: what a value may be, and whether it is saved, the server says.

const FETCHED = 400;
const AT_ONCE = 2000;
const NARROWEST = 88;
const NAMES = 300;
const BEYOND = 6;
const PAUSE = 5000;

const table = document.querySelector("#grid");
const frame = table.parentElement;
const body = table.tBodies[0];
const heads = [...table.tHead.rows[0].cells];
const status = document.querySelector("#grid-sagt");
const search = document.querySelector("#grid-sok");
const why = document.querySelector("#grid-grunn");
const words = table.dataset;
const records = [...body.rows].map(read);
const shown = new Map();
const above = spacer();
const below = spacer();

let count = Number(words.count);
let active = { row: 0, column: 0 };
let editing = null;
let fetching = null;
let rested = 0;
let height = body.rows[0].getBoundingClientRect().height;

begin();

function begin() {
  document.documentElement.classList.add("with-js");
  table.setAttribute("role", "grid");
  table.setAttribute("aria-labelledby", "treff");
  table.setAttribute("aria-describedby", "grid-hjelp");
  table.setAttribute("aria-colcount", heads.length);
  table.tHead.rows[0].setAttribute("aria-rowindex", 1);
  frame.removeAttribute("tabindex");
  body.replaceChildren(above, below);
  draw();
  height = shown.get(0).getBoundingClientRect().height;
  keepWidths();
  draw();
  frame.addEventListener("scroll", () => requestAnimationFrame(draw));
  addEventListener("resize", draw);
  table.addEventListener("keydown", press);
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("tbody > tr > *");
    if (cell?.parentElement.dataset.row) mark(placeOf(cell));
  });
  table.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td");
    if (cell) edit(placeOf(cell));
  });
  why.addEventListener("submit", (event) => event.preventDefault());
}

// The columns are as wide as they were first: they do not jump as rows come and go, and the browser need not measure them again.
function keepWidths() {
  const widths = heads.map((head, column) => Math.max(head.offsetWidth, column ? NARROWEST : NAMES));
  heads.forEach((head, column) => {
    head.style.width = `${widths[column]}px`;
  });
  table.style.width = `${widths.reduce((all, one) => all + one, 0)}px`;
  table.style.tableLayout = "fixed";
}

function read(row) {
  return {
    unit: row.dataset.unit,
    record: row.dataset.record,
    name: row.dataset.name,
    line: row.dataset.number || null,
    here: row.querySelector("a").getAttribute("href"),
    edited: row.dataset.changed === "1",
    values: [...row.cells].slice(1).map((cell) => cell.textContent),
  };
}

// What is in the page: the rows in sight and some beyond, between two empty rows as tall as all the others.
function draw() {
  const tallest = Math.ceil(frame.clientHeight / height);
  const first = Math.max(0, Math.floor(frame.scrollTop / height) - BEYOND);
  const last = Math.min(count, first + tallest + 2 * BEYOND);
  if (last > records.length && Date.now() > rested) more(last);
  const until = Math.min(last, records.length);
  for (const [index, row] of shown) {
    if (index >= first && index < until) continue;
    if (row.contains(document.activeElement)) {
      leave();
      frame.setAttribute("tabindex", "0");
      frame.focus({ preventScroll: true });
    }
    row.remove();
    shown.delete(index);
  }
  let next = below;
  for (let index = until - 1; index >= first; index -= 1) {
    if (!shown.has(index)) {
      shown.set(index, made(index));
      next.before(shown.get(index));
    }
    next = shown.get(index);
  }
  above.hidden = first === 0;
  above.firstChild.style.height = `${first * height}px`;
  below.hidden = until >= count;
  below.firstChild.style.height = `${(count - until) * height}px`;
  table.setAttribute("aria-rowcount", count + 1);
  if (shown.size && !shown.has(active.row)) mark({ row: Math.min(Math.max(active.row, first), until - 1), column: active.column });
}

function spacer() {
  const row = document.createElement("tr");
  row.setAttribute("aria-hidden", "true");
  row.className = "spacer";
  const cell = row.insertCell();
  cell.colSpan = heads.length;
  return row;
}

function made(index) {
  const record = records[index];
  const row = document.createElement("tr");
  row.dataset.row = index;
  row.setAttribute("role", "row");
  row.setAttribute("aria-rowindex", index + 2);
  const head = document.createElement("th");
  const link = document.createElement("a");
  const where = document.createElement("span");
  head.setAttribute("role", "rowheader");
  link.className = "ds-link";
  link.href = record.here;
  link.tabIndex = -1;
  where.className = "where";
  where.textContent = record.name;
  link.append(record.line ? `${words.line} ${record.line} ` : `${words.form} `, where);
  head.append(link);
  if (record.edited) head.append(" ", tag());
  row.append(head);
  for (const value of record.values) {
    const cell = row.insertCell();
    cell.setAttribute("role", "gridcell");
    cell.textContent = value;
  }
  [...row.cells].forEach((cell, column) => {
    cell.tabIndex = index === active.row && column === active.column ? 0 : -1;
    cell.setAttribute("aria-colindex", column + 1);
  });
  return row;
}

function tag() {
  const mark = document.createElement("span");
  mark.className = "ds-tag";
  mark.dataset.color = "info";
  mark.textContent = words.edited;
  return mark;
}

function more(wanted) {
  fetching ??= fetchUntil(wanted).finally(() => {
    fetching = null;
    draw();
  });
  return fetching;
}

async function fetchUntil(wanted) {
  status.textContent = words.fetching;
  try {
    while (records.length < wanted) {
      const last = records.at(-1);
      const asked = new URLSearchParams(new FormData(search));
      asked.set("fra", `${last.unit}:${last.record}`);
      asked.set("antall", Math.min(Math.max(wanted - records.length, FETCHED), AT_ONCE));
      const answer = await post(words.rows, asked);
      if (!answer.rows.length) count = records.length;
      else count = Math.max(answer.count, records.length + answer.rows.length);
      records.push(...answer.rows);
      wanted = Math.min(wanted, count);
    }
    status.textContent = "";
  } catch (error) {
    // What could not be fetched is tried again when one goes on, but not at once.
    rested = Date.now() + PAUSE;
    status.textContent = error.message;
  }
}

async function post(address, asked) {
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body: asked });
  } catch {
    throw new Error(words.failed);
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  const problem = new Error(told.error?.message ?? words.failed);
  problem.now = told.now;
  throw problem;
}

function placeOf(cell) {
  return { row: Number(cell.parentElement.dataset.row), column: cell.cellIndex };
}

function cellAt({ row, column }) {
  return shown.get(row)?.cells[column];
}

function mark(place) {
  const before = cellAt(active);
  if (before) before.tabIndex = -1;
  active = place;
  const now = cellAt(active);
  if (now) now.tabIndex = 0;
}

async function go(row, column) {
  const place = {
    row: Math.min(Math.max(row, 0), count - 1),
    column: Math.min(Math.max(column, 0), heads.length - 1),
  };
  while (place.row >= records.length && Date.now() > rested) {
    await more(place.row + 1);
    place.row = Math.min(place.row, count - 1);
  }
  place.row = Math.min(place.row, records.length - 1);
  const top = place.row * height;
  const room = frame.clientHeight - table.tHead.offsetHeight - height;
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (top > frame.scrollTop + room) frame.scrollTop = top - room;
  draw();
  mark(place);
  const cell = cellAt(place);
  cell?.focus({ preventScroll: true });
  cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  frame.removeAttribute("tabindex");
}

function press(event) {
  if (editing) return pressInBox(event);
  const page = Math.max(1, Math.floor(frame.clientHeight / height) - 2);
  const { row, column } = active;
  const ends = event.ctrlKey || event.metaKey;
  const moves = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    PageUp: [row - page, column],
    PageDown: [row + page, column],
    Home: [ends ? 0 : row, 0],
    End: [ends ? count - 1 : row, heads.length - 1],
  };
  if (event.key in moves) {
    event.preventDefault();
    go(...moves[event.key]);
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    if (column === 0) cellAt(active)?.querySelector("a").click();
    else edit(active);
  } else if (event.key.length === 1 && event.key !== " " && !ends && !event.altKey && column > 0) {
    event.preventDefault();
    edit(active, event.key);
  }
}

function edit(place, typed) {
  const cell = cellAt(place);
  if (editing || place.column === 0 || !cell) return;
  const field = heads[place.column].dataset.field;
  const saw = records[place.row].values[place.column - 1];
  const box = document.createElement("input");
  box.className = "ds-input";
  box.value = typed ?? saw;
  box.autocomplete = "off";
  box.setAttribute("aria-label", heads[place.column].textContent);
  if (document.querySelector(`#koder-${CSS.escape(field)}`)) box.setAttribute("list", `koder-${field}`);
  editing = { place, field, saw, box, saving: false };
  cell.replaceChildren(box);
  box.focus();
  if (typed === undefined) box.select();
  box.addEventListener("blur", () => {
    // What is left half written is not saved: it takes Enter, and is told.
    if (!editing || editing.saving || editing.box !== box) return;
    if (box.value !== editing.saw) status.textContent = words.left;
    leave();
  });
}

function leave() {
  if (!editing) return;
  const { place } = editing;
  editing = null;
  const cell = cellAt(place);
  if (cell) cell.textContent = records[place.row].values[place.column - 1];
}

function pressInBox(event) {
  if (event.key === "Escape") {
    event.preventDefault();
    const { place } = editing;
    leave();
    go(place.row, place.column);
  } else if (event.key === "Enter" || event.key === "Tab") {
    event.preventDefault();
    const sideways = event.key === "Tab" ? (event.shiftKey ? -1 : 1) : 0;
    save(sideways ? 0 : 1, sideways);
  }
}

async function save(down, sideways) {
  const current = editing;
  if (current.saving) return;
  const { place, field, saw, box } = current;
  const record = records[place.row];
  if (box.value === saw) {
    leave();
    go(place.row + down, place.column + sideways);
    return;
  }
  current.saving = true;
  box.readOnly = true;
  status.textContent = words.saving;
  const asked = new URLSearchParams(new FormData(why));
  asked.set("csrf", search.elements.csrf.value);
  asked.set("enhet", record.unit);
  asked.set("post", record.record);
  asked.set("felt", field);
  asked.set("sett", saw);
  asked.set("ny", box.value);
  try {
    const answer = await post(words.cell, asked);
    record.values[place.column - 1] = answer.value;
    record.edited ||= !answer.waits;
    const head = cellAt({ row: place.row, column: 0 });
    if (head && record.edited && !head.querySelector(".ds-tag")) head.append(" ", tag());
    leave();
    status.textContent = answer.said;
    go(place.row + down, place.column + sideways);
  } catch (problem) {
    current.saving = false;
    box.readOnly = false;
    status.textContent = problem.message;
    if (problem.now !== undefined) {
      // Somebody else was first. What was typed stays in the box; saved again, it goes on from what is there now.
      record.values[place.column - 1] = problem.now;
      current.saw = problem.now;
      const both = words.both.replace("{now}", problem.now || words.blank).replace("{typed}", box.value || words.blank);
      status.textContent = `${problem.message} ${both}`;
    }
    box.focus();
  }
}
