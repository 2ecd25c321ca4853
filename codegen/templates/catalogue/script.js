
"use strict";
// The page says everything without this script. It hides what was not asked for, and keeps what was asked for in the
// address, so that it can be shared: `#id` is an entry, `#?q=…&vendor=…` a search, `#id?q=…` an entry found by one.

const query = document.getElementById("query");
const form = document.querySelector("#filters form");
const selects = [...form.querySelectorAll("select")];
const count = document.getElementById("count");
const nothing = document.getElementById("nothing");
const more = document.getElementById("more");
const bar = document.querySelector(".top");
/** The language of texts for end users; there is none to choose in a book without translations. */
const language = document.getElementById("language");
/** How many entries are shown, unless somebody asks for all: a browser lays out thousands slowly. */
const FEW = 200;
/** How many of them are added in the frame of a key: those that fill the window. */
const first = () => Math.ceil(innerHeight / 40);
const parts = [...document.querySelectorAll(".part")];
/** What is decided alike about many entries; they share it. */
const decisions = new Map(
  [...document.querySelectorAll("#decisions .body")].map((element, at) => {
    const text = element.querySelector(".said").textContent;
    return [element.id, { at, dataset: { ...element.dataset }, element, text, plain: plain(text) }];
  }),
);
/** How many facts there are: those of entries that share nothing come after those that are shared. */
let facts = decisions.size;
/**
 * Groups keep their entries in `noscript`, which is text as long as there is a script: ten thousand of them are read in a
 * fraction of the time, and a browser is slow with a list of which most is hidden. What is shown becomes HTML, as all
 * would be without the script.
 */
const groups = [...document.querySelectorAll(".group")].map((element) => {
  const stored = element.querySelector("noscript");
  const group = { element, stored, placed: new Set() };
  const all = stored.textContent.split('<details class="entry"').slice(1);
  group.entries = all.map((html) => entryOf(`<details class="entry"${html}`, group));
  return group;
});
const entries = groups.flatMap((group) => group.entries);
const byId = new Map(entries.map((entry) => [entry.id, entry]));
const total = count.textContent;

/** What is known of an entry. */
function entryOf(html, group) {
  const [head, content] = html.split(/(?=<div class="said">)/);
  const id = head.slice(head.lastIndexOf('id="') + 4, head.lastIndexOf('"'));
  const [, code, other] = head.match(/<span class="wire">(?:<code>([^<]*)|([^<]*))/);
  const facts = decidedAlike(head) ?? ownFacts(head);
  const entry = { id, group, head, content, facts, element: null, summary: null, body: null, shown: false };
  entry.wire = wordsOf(textOf(code ?? other)).join(" ");
  entry.text = plain(`${id} ${textOf(head)} ${ownTextOf(entry)}`);
  return entry;
}

/** Adds the command that gets the code from a `faultbook-serve` on this computer. */
function addCommand({ group, summary, body }) {
  const { served } = group.element.dataset;
  const code = summary.querySelector(".wire code");
  if (!served || !code) return;
  const url = served + encodeURIComponent(code.textContent).replaceAll("'", "%27");
  const command = document.createElement("p");
  command.className = "command";
  command.append("From faultbook-serve: ", document.createElement("code"));
  command.lastChild.textContent = `curl -i 'http://127.0.0.1:4090/${url}'`;
  body.querySelector(".link").before(command);
}

/** Adds the response with the code, if the entry shares the form of it with others. */
function addResponse({ group, summary, body }) {
  const place = body.querySelector("[data-form]");
  if (!place) return;
  const forms = document.querySelectorAll(`[data-forms="${group.element.getAttribute("aria-labelledby")}"] pre`);
  const response = forms[place.dataset.form].cloneNode(true);
  const [text, code, status] = [".gist", ".wire code", ".status"].map((part) => summary.querySelector(part).textContent);
  const marks = { summary: text.replace(/\.$/, ""), code, status: status.slice(0, 3) };
  for (const [mark, value] of Object.entries(marks)) response.textContent = response.textContent.replaceAll(`{${mark}}`, () => value);
  place.before(Object.assign(document.createElement("p"), { textContent: "A response with it:" }));
  place.replaceWith(response);
}

/** What an entry has in common with many others, if it does. */
function decidedAlike(head) {
  const [, id] = head.match(/ data-alike=.([^"]*)"/) ?? [];
  return decisions.get(id);
}

/** What an entry can be filtered by that has nothing in common with others. */
function ownFacts(head) {
  const tag = head.slice(0, head.indexOf(">"));
  const dataset = Object.fromEntries([...tag.matchAll(/ data-(\w+)="([^"]*)"/g)].map(([, ...pair]) => pair));
  return { at: facts++, dataset, text: "", plain: "" };
}

/** Makes the lines of entries, all at once; their bodies are filled when they are opened. */
function make(wanted) {
  const missing = wanted.filter((entry) => !entry.element);
  const template = document.createElement("template");
  template.innerHTML = missing.map((entry) => `${entry.head}</div></details>`).join("");
  [...template.content.children].forEach((element, at) => {
    const [summary, body] = element.children;
    Object.assign(missing[at], { element, summary, body });
  });
}

function fill(entry) {
  make([entry]);
  const { body, facts } = entry;
  if (body.firstElementChild) return;
  body.innerHTML = entry.content;
  addResponse(entry);
  addCommand(entry);
  const place = body.querySelector(".alike");
  if (place) {
    place.after(...facts.element.querySelector(".said").cloneNode(true).childNodes);
    const table = facts.element.querySelector(".by-operation");
    if (table) body.append(table.cloneNode(true));
  }
  translate(body);
}

/** The text of an entry, without its examples and what it shares with others. */
function ownTextOf({ content }) {
  return textOf(content.slice(0, content.indexOf('<p class="link">')));
}

/** The text of HTML that the page was generated with. */
function textOf(html) {
  return html.replace(/<[^>]*>/g, " ").replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code));
}

/** A text as it is compared; a text keeps its length, so that a place in the one is that place in the other. */
function plain(text) {
  return text.toLowerCase().replace(/[‘’]/g, "'");
}

// ---- Search and filters

/** Whether one of the ranges (`404-404 500-599`) has a status, or is within a hundred (`4xx`). */
function hasStatus(ranges, wanted) {
  const [lo, hi] = wanted.endsWith("xx") ? [wanted[0] + "00", wanted[0] + "99"].map(Number) : [Number(wanted), Number(wanted)];
  return ranges.split(" ").some((range) => {
    const [from, to] = range.split("-").map(Number);
    // What is documented for any status at all says nothing about this one.
    return from <= hi && lo <= to && !(from <= 100 && to >= 599);
  });
}

const isStatus = (word) => /^[1-5](\d\d|xx)$/.test(word);

/** Something about entries that their facts alone decide: many share them, and each is looked at once. */
function byFacts(look) {
  const known = [];
  return ({ facts }) => (known[facts.at] ??= look(facts));
}

/** Whether entries have a word of a search. */
function saying(word) {
  const has = byFacts(({ dataset, plain }) => plain.includes(word) || (isStatus(word) && hasStatus(dataset.status, word)));
  return (entry) => entry.text.includes(word) || has(entry);
}

/** What each facet has of an entry: the values of its options that the entry can be found by. */
const valuesOf = byFacts(({ dataset }) =>
  Object.fromEntries(selects.map(({ name }) => [name, name === "status" ? statusesOf(dataset.status) : dataset[name].split(" ")])),
);

const knownStatuses = new Map();

/** The options of the statuses that ranges have; few ranges differ, and many entries share them. */
function statusesOf(ranges) {
  if (!knownStatuses.has(ranges)) {
    const options = [...form.elements.status.options].map(({ value }) => value);
    knownStatuses.set(ranges, options.filter((value) => value && hasStatus(ranges, value)));
  }
  return knownStatuses.get(ranges);
}

/** The filters that an entry does not pass. */
const failing = (filters) => byFacts((facts) => filters.filter(([name, value]) => !valuesOf({ facts })[name].includes(value)));

/** The words of a search. What is pasted comes with quotes, braces and commas, and they say nothing. */
function wordsOf(text) {
  const words = plain(text).split(/[\s"“”{}[\](),;:=<>]+/);
  return words.map((word) => word.replace(/^[.']+|[.'?!]+$/g, "")).filter(Boolean);
}

/** What was searched for, each time a part of what comes next, and the entries that have it. */
const searches = [{ search: "", having: entries }];

/** The entries that have all of these words. Few are looked at as a word grows, and none as it shrinks. */
function entriesHaving(words) {
  const search = words.join(" ");
  while (!search.startsWith(searches.at(-1).search)) searches.pop();
  const last = searches.at(-1);
  if (last.search === search) return last.having;
  const tests = words.map(saying);
  // An entry can have a status without a part of its digits: `4xx` has 404.
  const possible = words.some(isStatus) ? entries : last.having;
  const having = possible.filter((entry) => tests.every((says) => says(entry)));
  searches.push({ search, having });
  return having;
}

/**
 * What answers a search: entries that have all of its words. A response that somebody pasted has more words than any
 * entry: then those that are called by one of them, and if there is none, those of its status.
 */
function answersTo(words) {
  const full = entriesHaving(words);
  if (full.length > 0 || words.length < 2) return { answers: full, isPart: false };
  const pasted = new Set(words);
  const called = entries.filter(({ wire }) => wire && wire.split(" ").every((word) => pasted.has(word)));
  const statuses = words.filter(isStatus);
  const met = () => entries.filter(({ facts }) => statuses.some((status) => hasStatus(facts.dataset.status, status)));
  return { answers: called.length > 0 ? called : met(), isPart: true };
}

/** How well entries answer a search: 0 is best, and below 2 they are called just so. */
function ranking(words) {
  const phrase = words.join(" ");
  return ({ wire }) => {
    if (wire === phrase) return 0;
    if (words.includes(wire)) return 1;
    if (words.some((word) => wire.startsWith(word))) return 2;
    return words.some((word) => wire.includes(word)) ? 3 : 4;
  };
}

let best = null;
let showsAll = false;
/** What fits what was asked for last. */
let latest = [];

function update() {
  const words = wordsOf(query.value);
  const filters = selects.filter((select) => select.value).map((select) => [select.name, select.value]);
  const { answers, isPart } = answersTo(words);
  const failed = failing(filters);
  const fitting = answers.filter((entry) => failed(entry).length === 0);
  const found = showOnly(fitting, words);
  selects.forEach((select) => select.classList.toggle("set", select.value !== ""));
  nothing.hidden = fitting.length > 0;
  more.hidden = showsAll || fitting.length <= FEW;
  const isAsked = words.length > 0 || filters.length > 0;
  count.textContent = isAsked ? `${fitting.length} of ${entries.length} entries` : total;
  if (isPart && fitting.length > 0) count.textContent += ": none has all that is searched for, these are called by some of it";
  mark(found);
  highlight(words, first());
  latest = fitting;
  // What is not seen at once waits until the frame is drawn: the callback comes before that, and the timer after it.
  requestAnimationFrame(() => setTimeout(() => {
    if (fitting !== latest) return;
    showRest(fitting);
    highlight(words);
    tally(answers, failed);
  }));
}

/** Shows the first of these entries and no others, and returns the one that answers the search best. */
function showOnly(fitting, words) {
  const rank = ranking(words);
  const most = first();
  let [found, foundRank, place] = [null, 5, 0];
  for (const entry of entries) {
    // Both lists have the order of the page.
    const fits = fitting[place] === entry;
    if (fits) place += 1;
    const own = fits && words.length ? rank(entry) : 5;
    if (own < foundRank) [found, foundRank] = [entry, own];
    // What is called by its name is shown, however many come before; what is shown already costs nothing.
    entry.shown = fits && (place <= most || own < 2 || (entry.shown && place <= FEW));
  }
  if (found) found.shown = true;
  groups.forEach(arrange);
  return found;
}

/** Shows the others of the few. */
function showRest(fitting) {
  fitting.slice(0, showsAll ? fitting.length : FEW).forEach((entry) => (entry.shown = true));
  groups.forEach(arrange);
}

/** Puts the entries of a group that are shown into the page, and takes the others away. */
function arrange(group) {
  const wanted = group.entries.filter((entry) => entry.shown);
  make(wanted);
  const elements = new Set(wanted.map((entry) => entry.element));
  for (const element of group.placed) if (!elements.has(element)) element.remove();
  group.placed = elements;
  let next = group.stored.nextElementSibling;
  for (const element of elements) {
    if (element === next) next = next.nextElementSibling;
    else group.element.insertBefore(element, next);
  }
  group.element.hidden = wanted.length === 0;
}

/** Says at each option how many entries it would leave: those that pass all the other filters. */
function tally(answers, failed) {
  const numbers = new Map();
  for (const { facts } of answers) numbers.set(facts, (numbers.get(facts) ?? 0) + 1);
  const counts = Object.fromEntries(selects.map(({ name }) => [name, new Map()]));
  for (const [facts, number] of numbers) {
    const entry = { facts };
    const missed = failed(entry);
    if (missed.length > 1) continue;
    for (const name of missed.length ? [missed[0][0]] : Object.keys(counts)) {
      for (const value of valuesOf(entry)[name]) counts[name].set(value, (counts[name].get(value) ?? 0) + number);
    }
  }
  for (const { name, options } of selects) {
    for (const option of [...options].slice(1)) option.label = `${option.text} (${counts[name].get(option.value) ?? 0})`;
  }
}

/** Marks the entry that Enter opens. */
function mark(found) {
  best?.element.classList.remove("best");
  best = found;
  best?.element.classList.add("best");
}

/** Colours what was found, without touching the text; what stands in an entry that is closed is quoted below its line. */
function highlight(words, most = 100) {
  const visible = entries.filter((entry) => entry.shown).slice(0, most);
  for (const gist of document.querySelectorAll("[data-found]")) delete gist.dataset.found;
  if (words.length) visible.forEach((entry) => quote(entry, words));
  if (!("highlights" in CSS)) return;
  const found = new Highlight();
  for (const { element, summary } of words.length ? visible : []) {
    const walker = document.createTreeWalker(element.open ? element : summary, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = plain(node.data);
      for (const word of words) {
        const at = text.indexOf(word);
        // Some letters change their length in lower case; then nothing is coloured.
        if (at < 0 || text.length !== node.data.length) continue;
        found.add(new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + word.length }));
      }
    }
  }
  CSS.highlights.set("found", found);
}

/** Tells why an entry is found, if its line does not. */
function quote(entry, words) {
  const line = plain(textOf(entry.head));
  const inside = words.find((word) => !line.includes(word));
  const text = inside ? `${ownTextOf(entry)} ${entry.facts.text}`.replace(/\s+/g, " ") : "";
  const at = inside ? plain(text).indexOf(inside) : -1;
  if (at < 0) return;
  const start = text.lastIndexOf(" ", Math.max(0, at - 20)) + 1;
  entry.summary.querySelector(".gist").dataset.found = `… ${text.slice(start, at + 80)}`;
}

// ---- The address

/** The timer for what was typed: a browser takes longer to change the address than the search takes. */
let later = 0;

/** The search as it stands in the address; empty if nothing is asked for. */
function asked() {
  const values = new URLSearchParams();
  if (query.value.trim()) values.set("q", query.value.trim());
  selects.filter((select) => select.value).forEach((select) => values.set(select.name, select.value));
  return String(values);
}

/** Keeps what was asked for in the address. */
function remember(id) {
  clearTimeout(later);
  const search = asked();
  const hash = `#${id}${search && "?" + search}`;
  if (hash !== location.hash && hash + location.hash !== "#") history.replaceState(null, "", hash);
}

/** Shows what the address asks for. */
function follow() {
  clearTimeout(later);
  const [id, search] = splitHash();
  const values = new URLSearchParams(search);
  const entry = byId.get(id);
  const isLost = id && !entry && !document.getElementById(id);
  query.value = isLost ? id : values.get("q") ?? "";
  for (const select of selects) {
    select.value = values.get(select.name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
  }
  update();
  if (entry) showAlso([entry]);
  const target = id ? document.getElementById(id) : null;
  show(target?.closest(".part") ?? parts[0]);
  if (target) reveal(target);
}

/** Shows more entries of a group. */
function showAlso(more) {
  more.forEach((entry) => (entry.shown = true));
  arrange(more[0].group);
}

function splitHash() {
  const hash = location.hash.slice(1);
  const at = hash.indexOf("?");
  const [id, search] = at < 0 ? [hash, ""] : [hash.slice(0, at), hash.slice(at + 1)];
  try {
    return [decodeURIComponent(id), search];
  } catch {
    return [id, search];
  }
}

/** One part of the catalogue at a time. */
function show(part) {
  parts.forEach((other) => (other.hidden = other !== part));
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.hash === "#" + part.id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const isCodes = part === parts[0];
  document.getElementById("filters").hidden = !isCodes;
  count.hidden = !isCodes;
}

/** Brings something into view, whatever hides it. */
function reveal(target) {
  const entry = byId.get(target.id);
  if (entry) fill(entry);
  for (let outer = target.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
  const group = groups.find(({ element }) => element.contains(target));
  if (group && !entry) showAlso(group.entries.slice(0, FEW));
  if (parts.includes(target)) {
    scrollTo(0, 0);
    return;
  }
  settle(entry?.element ?? target);
}

/**
 * Scrolls to a place and focuses it if it is an entry. It does so again for some frames: what comes into view for the
 * first time gets its real height only then, and a browser that follows the address itself takes the focus away.
 */
function settle(place, frames = 8) {
  // The header wraps in a narrow window, and must not cover the place.
  document.documentElement.style.scrollPaddingTop = `${bar.offsetHeight + 12}px`;
  place.scrollIntoView({ block: "start" });
  if (place.matches(".entry")) place.firstElementChild.focus({ preventScroll: true });
  if (frames > 0) requestAnimationFrame(() => settle(place, frames - 1));
}

// ---- Keyboard

/** The next entry that is shown, in one direction; without one to begin at, the first. */
function neighbour(from, step) {
  let at = from ? entries.indexOf(from) : -1;
  do at += step;
  while (entries[at] && !entries[at].shown);
  return entries[at];
}

function focused() {
  const element = document.activeElement?.closest?.(".entry");
  return element && entries.find((entry) => entry.element === element);
}

function move(step) {
  const from = focused();
  const next = from || step > 0 ? neighbour(from, step) : null;
  if (!next) return step < 0 && query.focus();
  next.summary.focus();
  next.summary.scrollIntoView({ block: "nearest" });
}

function openBest() {
  const found = best ?? neighbour(null, 1);
  if (!found) return;
  fill(found);
  found.element.open = true;
  settle(found.element);
}

function escape() {
  const open = focused() ?? entries.find((entry) => entry.shown && entry.element.open);
  if (document.activeElement !== query && open?.element.open) {
    open.element.open = false;
    open.summary.focus();
  } else {
    clear();
  }
}

function clear() {
  query.value = "";
  form.reset();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = event.target.matches("input, select");
  const keys = { Escape: escape };
  if (event.target === query) Object.assign(keys, { ArrowDown: () => move(1), Enter: openBest });
  if (!inField) {
    const isList = !parts[0].hidden;
    keys["/"] = () => { query.focus(); query.select(); };
    if (isList) Object.assign(keys, { j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1) });
    // A box that scrolls keeps its arrows.
    if (event.target.matches(".scroller, pre")) ["ArrowDown", "ArrowUp"].forEach((key) => delete keys[key]);
  }
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// ---- What is listened to

function ask() {
  show(parts[0]);
  update();
  clearTimeout(later);
  later = setTimeout(remember, 100, "");
}

query.addEventListener("input", ask);
form.addEventListener("change", ask);
form.addEventListener("reset", () => setTimeout(ask));
nothing.querySelector("button").addEventListener("click", clear);
addEventListener("hashchange", follow);
document.getElementById("codes").addEventListener("toggle", (event) => {
  const element = event.target;
  if (!element.matches(".entry")) return;
  if (element.open) fill(byId.get(element.lastElementChild.id));
  highlight(wordsOf(query.value));
  if (element.contains(document.activeElement)) remember(element.open ? element.lastElementChild.id : "");
}, true);
more.addEventListener("click", () => {
  showsAll = true;
  update();
});

// A browser counts the pages before it tells of the medium: what is filled in only then is cut off.
addEventListener("beforeprint", () => entries.filter((entry) => entry.shown).forEach(fill));

// ---- Languages

/** Shows texts for end users in the chosen language, or as they are where it has none; without a choice, in all. */
function translate(root) {
  const chosen = language?.value;
  for (const texts of root.querySelectorAll(".texts")) {
    const all = [...texts.children];
    const shown = all.some(({ lang }) => lang === chosen) ? chosen : all[0].lang;
    all.forEach((text) => (text.hidden = chosen && text.lang !== shown));
  }
}

function setLanguage(tag) {
  language.value = tag;
  if (language.selectedIndex < 0) language.value = "";
  translate(document);
  keep("faultbook-language", language.value);
}

language?.addEventListener("change", () => setLanguage(language.value));
if (language) {
  language.hidden = false;
  setLanguage(kept("faultbook-language") ?? "");
}

// ---- Light and dark

const theme = document.getElementById("theme");
const themes = ["auto", "light", "dark"];

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  theme.textContent = `Theme: ${name}`;
  keep("faultbook-theme", name);
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing for files forgets the choice.
  }
}

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

theme.addEventListener("click", () => setTheme(themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length]));
for (const element of [theme, query.parentElement]) element.hidden = false;
setTheme(themes.includes(kept("faultbook-theme")) ? kept("faultbook-theme") : "auto");

if (matchMedia("(max-width: 52rem)").matches) document.querySelector("#filters > details").open = false;
follow();
