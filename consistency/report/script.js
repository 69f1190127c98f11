// Filters, search, sorting, keys and links of the page. Everything can be read without this.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = $("filters");
  const findings = all(".finding");
  const SEARCHED = "h4, .ask, .short, .value, blockquote, .byline, .why, .facts > span";
  const words = new Map();
  const boxes = form ? all("input[type=checkbox]", form) : [];
  const CHOICES = [...new Set(boxes.map((box) => box.name))];
  const WEIGHT = { high: 0, medium: 1, low: 2 };
  const total = findings.length;
  let current = null;
  document.documentElement.classList.add("js");

  // Filters

  function wordsOf(finding) { // gathered at the first search: at the start it would take a second
    if (!words.has(finding)) {
      const texts = all(SEARCHED, finding).map((part) => part.textContent);
      words.set(finding, texts.join(" ").toLowerCase().replace(/\s+/g, " "));
    }
    return words.get(finding);
  }

  const checked = (name) => all(`input[name="${name}"]:checked`, form).map((box) => box.value);

  function readState() {
    const state = new URLSearchParams();
    for (const name of CHOICES) if (checked(name).length) state.set(name, checked(name).join(","));
    if (form.q.value.trim()) state.set("q", form.q.value.trim());
    if (+form.sure.value) state.set("sure", form.sure.value);
    if (form.sort.value !== "rank") state.set("sort", form.sort.value);
    return state;
  }

  function fillForm(state) {
    for (const name of CHOICES) {
      const chosen = (state.get(name) || "").split(",");
      for (const box of all(`input[name="${name}"]`, form)) box.checked = chosen.includes(box.value);
    }
    form.q.value = state.get("q") || "";
    form.sure.value = state.get("sure") || 0;
    form.sort.value = state.get("sort") || "rank";
    if (!form.sort.value) form.sort.value = "rank";
  }

  function matches(finding, state, chosen, needles) {
    for (const name of CHOICES) {
      const have = finding.dataset[name].split(" ");
      if (chosen[name].length && !chosen[name].some((key) => have.includes(key))) return false;
    }
    if (+finding.dataset.confidence < +(state.get("sure") || 0)) return false;
    return needles.every((needle) => wordsOf(finding).includes(needle));
  }

  function apply() {
    const state = readState();
    const chosen = Object.fromEntries(CHOICES.map((name) => [name, checked(name)]));
    const needles = (state.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = [...state.keys()].some((key) => key !== "sort");
    let shown = 0;
    for (const finding of findings) {
      finding.hidden = !matches(finding, state, chosen, needles);
      shown += !finding.hidden;
    }
    for (const group of all(".group")) {
      const left = all(".finding:not([hidden])", group).length;
      group.hidden = !left;
      group.querySelector(".count").textContent = left;
      if (narrowed && left) group.open = true;
    }
    $("empty").hidden = shown > 0 || total === 0;
    $("status").textContent = narrowed ? `${shown} of ${total} findings` : `${total} findings`;
    $("sure-out").textContent = form.sure.value;
    sort(form.sort.value);
    return state;
  }

  function sort(key) {
    const order = {
      rank: (a, b) => a.dataset.rank - b.dataset.rank,
      confidence: (a, b) => b.dataset.confidence - a.dataset.confidence,
      severity: (a, b) => WEIGHT[a.dataset.severity] - WEIGHT[b.dataset.severity],
      facet: (a, b) => a.dataset.facet.localeCompare(b.dataset.facet),
    };
    const rule = (a, b) => order[key](a, b) || order.rank(a, b);
    for (const list of all(".group > .sheets, .group > .rows")) {
      list.append(...all(":scope > .finding", list).sort(rule));
    }
  }

  function remember(state) {
    const text = state.toString();
    const address = location.href.split("#")[0] + (text ? `#view?${text}` : "");
    try { history.replaceState(null, "", address); } catch { /* some viewers forbid it */ }
  }

  // Links: every element that is linked to is unfolded, shown and given the focus.

  function follow() {
    const fragment = decodeURIComponent(location.hash.slice(1));
    if (fragment.startsWith("view?")) {
      fillForm(new URLSearchParams(location.hash.slice(6)));
      apply();
      $("findings").scrollIntoView();
      return;
    }
    const target = fragment && $(fragment);
    if (!target) return;
    if (target.hidden || target.closest(".group[hidden]")) { form.reset(); fillForm(new URLSearchParams()); apply(); }
    for (let box = target; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    const place = { block: target.classList.contains("anchor") ? "center" : "start" };
    target.scrollIntoView(place);
    requestAnimationFrame(() => target.scrollIntoView(place)); // what was just laid out has moved it
    if (target.classList.contains("finding")) choose(target);
    else if (target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
  }

  // The finding that the keys act on

  function choose(finding) {
    if (current) current.classList.remove("current");
    current = finding;
    finding.classList.add("current");
    (finding.querySelector(":scope > summary") || finding).focus({ preventScroll: true });
  }

  function step(by) {
    const seen = all(".finding:not([hidden])").filter((f) => f.offsetParent !== null);
    if (!seen.length) return;
    const at = seen.indexOf(current);
    const next = seen[Math.min(Math.max(at < 0 ? 0 : at + by, 0), seen.length - 1)];
    choose(next);
    next.scrollIntoView({ block: "start" });
  }

  function unfold(open) {
    for (const box of all(".groups details, .sheetlet, .article")) box.open = open;
  }

  // Copying

  const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu; // a terminal or a mail would obey these
  const told = (part) => (part ? part.textContent.replace(/\s+/g, " ").trim() : "");

  function cited(passage) {
    const day = passage.querySelector(".when") || passage.parentElement.querySelector(".when");
    const by = told(passage.querySelector(".speaker bdi"));
    const from = `${told(passage.querySelector(".outlet"))}, ${told(day)}${by ? ` (${by})` : ""}`;
    const words = told(passage.querySelector("blockquote"));
    return `- ${from}: ${/[“"]/.test(words) ? words : `“${words}”`}`;
  }

  function others(finding) {
    const count = all(".others", finding).reduce((sum, part) => sum + +part.dataset.count, 0);
    return count ? [`- and ${count} more`] : [];
  }

  function silent(finding) {
    const name = new Map(all(".sources li").map((s) => [told(s.querySelector(".tag")), told(s.querySelector(".outlet"))]));
    const tags = all(".silent .tag, .silent .letters", finding).flatMap((part) => told(part).split(" "));
    return tags.length ? [`Silent: ${tags.map((tag) => name.get(tag)).join(", ")}.`] : [];
  }

  function citation(finding) {
    const sure = told(finding.querySelector(".sure")).replace(/ (\S*\d)$/, " ($1)");
    const reports = told(finding.querySelector(".facts > span"));
    return [
      `No. ${finding.dataset.rank}: ${told(finding.querySelector("h4, .ask"))}`,
      finding.dataset.answers,
      "",
      ...all(".passage", finding).map(cited),
      ...others(finding),
      ...silent(finding),
      "",
      `${told(finding.querySelector(".why"))} ${reports}; ${sure}. [${finding.id.slice(2)}]`,
    ].map((line) => line.replace(STEERING, " ")).join("\n");
  }

  function say(text) { $("said").textContent = text; }

  function copyByHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  async function copy(anchor, button) {
    const text = citation($(anchor));
    let done = false;
    try { await navigator.clipboard.writeText(text); done = true; } catch { done = copyByHand(text); }
    say(done ? "Copied" : "Could not copy");
    if (!button) return;
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  }

  // Theme: the reader's choice holds for this page only, since files share one storage.

  const dark = matchMedia("(prefers-color-scheme: dark)");

  function theme(name) {
    document.documentElement.dataset.theme = name;
    $("theme-button").setAttribute("aria-pressed", String(name === "dark"));
  }

  function flipTheme() {
    const chosen = document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
    theme(chosen === "dark" ? "light" : "dark");
  }

  // Keys

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    o: () => { if (current && current.tagName === "DETAILS") current.open = !current.open; },
    c: () => { if (current) copy(current.id, current.querySelector(".copy")); },
    b: () => history.back(),
    "/": () => { $("filter-box").open = true; form.q.focus(); },
    "?": () => $("help").showModal(),
  };

  function onKey(event) {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    if (!$("keys-on").checked || !Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  }

  form.addEventListener("input", () => remember(apply()));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => remember(apply())));
  $("unfold").addEventListener("click", () => unfold(true));
  $("fold").addEventListener("click", () => unfold(false));
  $("theme-button").addEventListener("click", flipTheme);
  $("help-button").addEventListener("click", () => $("help").showModal());
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button.dataset.copy, button);
  });
  addEventListener("hashchange", follow);

  if (dark.matches) $("theme-button").setAttribute("aria-pressed", "true");
  if (matchMedia("(min-width: 72rem)").matches) $("filter-box").open = true;
  follow();
})();
