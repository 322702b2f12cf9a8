"use strict";
/* Draws the pages of clusters and pairs from the JSON in this file. What comes from articles becomes text nodes and values of
   attributes that run nothing; no markup is ever parsed. */
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const MONTHS = "January February March April May June July August September October November December".split(" ");
  const CHANGES = {
    deleted: "only in the left text",
    added: "only in the right text",
    edited: "in other words",
    moved: "in another place",
    translated: "in another language",
    kept: "word for word",
  };
  const MEASURES = {
    coverage_left: "of the left text has a counterpart on the right",
    coverage_right: "of the right text has a counterpart on the left",
    mutual: "of both match each other and nothing better",
    order: "of the counterparts keep their order",
    wording: "of the words are the same, in order",
    verbatim: "of the shorter text stands word for word in the longer",
    shingles: "of all five-word phrases are shared",
    containment_left: "of the left text's three-word phrases stand on the right",
    containment_right: "of the right text's three-word phrases stand on the left",
    words: "of all words are shared",
    numbers: "of the numbers agree",
    names: "of the names agree",
    title: "likeness of the headlines",
    length_ratio: "length of the shorter over that of the longer",
    rival: "likeness of the best other candidate",
  };

  const byId = (id) => document.getElementById(id);
  const index = JSON.parse(byId("index").textContent);
  const overview = byId("overview");
  const page = byId("page");
  const homeTitle = document.title;
  const entryByKey = new Map(index.entries.map((entry) => [entry.key, entry]));
  const drawnByKey = new Map();

  const fill = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === false || value === null || value === undefined) continue;
      node.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === false || child === "") continue;
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return node;
  };
  const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
  const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

  const word = (name) => name.replace(/[_-]/g, " ");
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const languageName = (code) => index.languages[code] || code;
  const langOf = (code) => (code === "und" ? "" : code);
  const twoDigits = (value) => (value === 1 ? "1.00" : Math.min(value, 0.99).toFixed(2));
  const percent = (value) => `${Math.round(value * 100)}%`;
  const pageName = (key) => capital(key.replace("/", " "));
  const counted = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  const chip = (kind, name, extra) => el("span", { class: `chip ${kind}-${name}` }, word(name), extra);

  const day = (published) => {
    const [date, time] = published.split("T");
    const [year, month, number] = date.split("-").map(Number);
    const hour = time ? `, ${time.slice(0, 5)}` : "";
    return month && number ? `${number} ${MONTHS[month - 1]} ${year}${hour}` : published;
  };
  const instant = (published) => {
    if (!published) return null;
    const zoned = !published.includes("T") || /(Z|[+-]\d\d:?\d\d)$/.test(published);
    const value = Date.parse(zoned ? published : `${published}Z`);
    return Number.isNaN(value) ? null : value;
  };
  /* A day without an hour may have been any hour of it: where one has none, days are compared. */
  const hasHour = (article) => article.published.includes("T");
  const momentOf = (article, byDay) => (byDay ? Date.parse(article.published.slice(0, 10)) : instant(article.published));
  const inOrder = (articles) => {
    const dated = articles.map((article, place) => ({ article, place })).filter(({ article }) => instant(article.published) !== null);
    const byDay = !dated.every(({ article }) => hasHour(article));
    for (const one of dated) one.at = momentOf(one.article, byDay);
    return { byDay, dated: dated.sort((one, other) => one.at - other.at) };
  };
  const behind = ({ byDay, dated }, place) => {
    const own = dated.find((one) => one.place === place);
    if (!own || dated.length < 2) return "";
    const hours = (own.at - dated[0].at) / 3600000;
    if (hours === 0) return dated[1].at > dated[0].at ? "first" : byDay ? "on the first day" : "first, with another";
    return hours < 48 && !byDay ? `${Number(hours.toFixed(1))} h later` : `${counted(Number((hours / 24).toFixed(1)), "day", "days")} later`;
  };

  const titled = (article) => el("span", { class: "title", dir: "auto", lang: langOf(article.titleLanguage) }, article.title);

  /* The overview: searching and filtering. */

  const read = (key) => {
    if (!drawnByKey.has(key)) {
      const block = byId(key);
      drawnByKey.set(key, block && JSON.parse(block.textContent));
    }
    return drawnByKey.get(key);
  };

  const bodyByKey = new Map();
  const bodyOf = (key) => {
    if (!bodyByKey.has(key)) {
      const block = byId(key);
      const articles = block ? JSON.parse(block.textContent).articles : [];
      bodyByKey.set(key, articles.map((article) => article.texts.join(" ")).join(" ").toLowerCase());
    }
    return bodyByKey.get(key);
  };

  const startFilters = () => {
    const form = byId("filters");
    if (!form) return;
    form.hidden = false;
    const valueOf = (id) => (byId(id) ? byId(id).value : "");
    const marked = [...overview.querySelectorAll("[data-key]")];
    const update = () => {
      const needles = valueOf("search").toLowerCase().split(/\s+/).filter(Boolean);
      const least = Number(valueOf("probability"));
      const [relation, language, outlet, band] = ["relation", "language", "outlet", "band"].map(valueOf);
      byId("probability-shown").textContent = least.toFixed(2);
      const shown = new Set();
      let clusters = 0;
      for (const entry of index.entries) {
        const fits =
          (!language || entry.languages.includes(language)) &&
          (!outlet || entry.outlets.includes(outlet)) &&
          ((!relation && !band && !least) ||
            entry.pairs.some(([name, probability, itsBand]) =>
              (!relation || name === relation) && (!band || itsBand === band) && probability >= least)) &&
          needles.every((needle) => entry.words.includes(needle) || bodyOf(entry.key).includes(needle));
        if (!fits) continue;
        shown.add(entry.key);
        if (entry.key.startsWith("cluster/")) clusters += 1;
      }
      for (const node of marked) {
        const isOut = !shown.has(node.dataset.key);
        if (node instanceof SVGElement) node.classList.toggle("out", isOut);
        else node.hidden = isOut;
      }
      for (const heading of overview.querySelectorAll(".listed")) {
        heading.hidden = !heading.nextElementSibling.querySelector("li:not([hidden])");
      }
      const all = shown.size === index.entries.length;
      const pairs = shown.size - clusters;
      byId("found").textContent = all ? "" : shown.size
        ? `Found ${counted(clusters, "cluster", "clusters")}${pairs ? ` and ${counted(pairs, "pair", "pairs")} outside clusters` : ""}.`
        : "Nothing fits. Clear the filters to see all.";
    };
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(update));
    // A browser that comes back to this page may have kept what stood in the form.
    update();
    overview.addEventListener("click", (event) => {
      const dot = event.target instanceof SVGElement && event.target.closest(".dot[data-key]");
      if (dot) location.href = `${entryByKey.get(dot.dataset.key).file}#/${dot.dataset.key}`;
    });
  };

  /* A page a cluster. */

  const NOTHING_TELLS = "nothing tells which came first";
  const because = (reasons) => {
    if (reasons.length === 1 && reasons[0] === NOTHING_TELLS) return "no date, credit, notice or declaration says so, nor do the texts";
    const named = reasons.slice(0, 4).join("; ");
    return reasons.length > 4 ? `${named}; and ${counted(reasons.length - 4, "sign", "signs")} more` : named;
  };

  const originalNote = (data) => {
    const { direction, missing } = data;
    const notes = [];
    if (missing) {
      const language = missing.language ? ` Look for it in ${languageName(missing.language)}.` : "";
      notes.push(el("p", { class: "note ghost" }, el("strong", null, "The original is not here."), language, ` What tells of it: ${missing.reason}.`));
    }
    if (direction && direction.original !== null) {
      notes.push(el("p", { class: "note" }, el("strong", null, "Original: "), titled(data.articles[direction.original]),
        ` (probability ${twoDigits(direction.probability)})`, direction.reasons.length ? `: ${because(direction.reasons)}.` : "."));
    } else if (direction && !missing) {
      notes.push(el("p", { class: "note" }, el("strong", null, "Which came first cannot be told"),
        direction.reasons.length ? `: ${because(direction.reasons)}.` : "."));
    }
    return notes;
  };

  const graph = (data, key) => {
    const { articles, missing, pairs } = data;
    const count = articles.length + (missing ? 1 : 0);
    const radius = count <= 12 ? 24 : Math.max(8, 280 / count);
    const reach = count === 2 ? 110 : Math.max(100, Math.min(200, count * 16));
    const half = reach + radius + 8;
    const middle = { x: half, y: count === 2 ? radius + 10 : half };
    const points = Array.from({ length: count }, (_, place) => {
      const angle = Math.PI + (2 * Math.PI * place) / count;
      return { x: middle.x + reach * Math.cos(angle), y: middle.y + reach * Math.sin(angle) };
    });
    const ghost = missing ? points[count - 1] : null;
    const isFew = pairs.length <= 40;
    const lines = pairs.map((pair, number) => {
      if (!isFew && pair.left !== 0 && pair.right !== 0) return null;
      const from = pair.direction && pair.direction.original === pair.right ? pair.right : pair.left;
      const [a, b] = [points[from], points[from === pair.left ? pair.right : pair.left]];
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const [dx, dy] = [((b.x - a.x) * (radius + 4)) / length, ((b.y - a.y) * (radius + 4)) / length];
      const ends = { x1: a.x + dx, y1: a.y + dy, x2: b.x - dx, y2: b.y - dy };
      const isDirected = pair.direction && pair.direction.original !== null;
      return svg("a", { href: `#/${key}/pair/${number + 1}`, tabindex: -1 },
        svg("title", null, `${word(pair.relation)} ${twoDigits(pair.probability)}`),
        svg("line", { class: "hit", ...ends }),
        svg("line", { class: `edge rel-${pair.relation}`, ...ends, "marker-end": isDirected ? "url(#arrow)" : null }));
    });
    const ghostLines = ghost ? articles.map((_, place) => svg("line", {
      class: "edge rel-ghost", x1: ghost.x, y1: ghost.y, x2: points[place].x, y2: points[place].y })) : [];
    const nodes = articles.map((article, place) => {
      const { x, y } = points[place];
      const kind = place === 0 ? "lead" : "version";
      return svg("g", null, svg("title", null, article.title), svg("circle", { class: `node ${kind}`, cx: x, cy: y, r: radius }),
        radius >= 12 && svg("text", { class: `node-label ${kind}`, x, y, "font-size": radius * 0.62 }, `${place + 1} ${article.language}`));
    });
    const ghostNode = ghost && svg("g", null, svg("title", null, "the missing original"),
      svg("circle", { class: "node ghost", cx: ghost.x, cy: ghost.y, r: radius }),
      svg("text", { class: "node-label ghost", x: ghost.x, y: ghost.y, "font-size": radius * 0.62 }, missing.language || "?"));
    const height = count === 2 ? radius * 2 + 20 : half * 2;
    const kinds = [...new Set(pairs.map((pair) => pair.relation))];
    return el("figure", { class: "graph" },
      svg("svg", { viewBox: `0 0 ${half * 2} ${height}`, "aria-hidden": "true", focusable: "false" },
        svg("defs", null, svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 9, markerHeight: 9,
          markerUnits: "userSpaceOnUse", orient: "auto" }, svg("path", { class: "arrow", d: "M0,0 L8,4 L0,8 z" }))),
        ghostLines, lines, nodes, ghostNode),
      el("figcaption", { class: "legend" }, kinds.map((kind) => el("span", { class: "line-key" },
        svg("svg", { viewBox: "0 0 20 6", class: "key line", "aria-hidden": "true" },
          svg("line", { class: `edge rel-${kind}`, x1: 0, x2: 20, y1: 3, y2: 3 })), ` ${word(kind)} `)),
        ghost && "dashed: the missing original. ", !isFew && "Only what joins each version to the first is drawn."));
  };

  const spread = (articles) => {
    const order = inOrder(articles);
    const { dated } = order;
    if (dated.length < 2 || dated[0].at === dated[dated.length - 1].at) return null;
    const [start, end] = [dated[0].at, dated[dated.length - 1].at];
    const x = (at) => `${((100 * (at - start)) / (end - start)).toFixed(2)}%`;
    const isFirst = ({ at }) => at === start && dated[1].at > start;
    return el("section", null, el("h2", null, "Who had it first"),
      el("ol", { class: "spread" }, dated.map((one) => el("li", null,
        el("b", null, `${one.place + 1} `, el("bdi", null, one.article.outlet || "no outlet named")),
        el("span", { class: "meta" }, ` ${languageName(one.article.language)}, ${day(one.article.published)}: ${behind(order, one.place)}`),
        svg("svg", { "aria-hidden": "true", focusable: "false" },
          svg("line", { class: "lane", x1: 0, x2: "100%", y1: 8, y2: 8 }),
          svg("line", { class: "reach", x1: 0, x2: x(one.at), y1: 8, y2: 8 }),
          svg("circle", { class: `dot${isFirst(one) ? " first" : ""}`, cx: x(one.at), cy: 8, r: isFirst(one) ? 7 : 6 }))))));
  };

  const pairLink = (key, number, label) => el("a", { href: `#/${key}/pair/${number + 1}` }, label);

  const clusterPage = (key, data) => {
    const { articles, pairs } = data;
    const languages = [...new Set(articles.map((article) => article.language))];
    const order = inOrder(articles);
    const withLead = new Map();
    pairs.forEach((pair, number) => {
      if (pair.left === 0 || pair.right === 0) withLead.set(pair.left || pair.right, number);
    });
    const bands = pairs.some((pair) => pair.band);
    const others = pairs.map((pair, number) => ({ pair, number })).filter(({ pair }) => pair.left !== 0 && pair.right !== 0);
    const figures = (pair, number) => [
      el("td", null, chip("rel", pair.relation)),
      el("td", { class: "number" }, twoDigits(pair.probability)),
      bands && el("td", null, pair.band && chip("band", pair.band)),
      el("td", null, pairLink(key, number, [`Side by side`, el("span", { class: "unseen" },
        `: ${articles[pair.left].title} and ${articles[pair.right].title}`)])),
    ];
    const head = (names) => el("thead", null, el("tr", null, names.filter((name) => typeof name === "string").map((name) => name ? el("th", { scope: "col", class: name === "probability" ? "number" : "" }, name) : el("td"))));
    const times = spread(articles);
    const versions = el("section", null, el("h2", null, "Versions"),
      el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Versions" }, el("table", { class: "versions" },
        head(["", "version", "published", "to the one shown first", "probability", bands && "band", "texts"]),
        el("tbody", null, articles.map((article, place) => {
          const number = withLead.get(place);
          return el("tr", null, el("td", { class: "number" }, place + 1),
            el("th", { scope: "row" }, titled(article),
              el("span", { class: "sub named" }, languageName(article.language), article.outlet && [" · ", el("bdi", null, article.outlet)]),
              el("span", { class: "sub", dir: "auto" }, article.id),
              article.wrapper && el("span", { class: "sub" }, provenance(article.wrapper))),
            el("td", null, article.published ? [day(article.published), el("span", { class: "sub" }, behind(order, place))]
              : el("span", { class: "sub" }, "no date")),
            place === 0 ? [el("td", null, el("span", { class: "chip lead" }, "shown first")), el("td"), bands && el("td"), el("td")]
              : number === undefined ? [el("td", null, "–"), el("td"), bands && el("td"), el("td")] : figures(pairs[number], number));
        })))));
    return [
      el("h1", { tabindex: -1 }, titled(articles[0])),
      el("p", { class: "meta" }, el("span", null, pageName(key)), el("span", null, counted(articles.length, "version", "versions")),
        el("span", null, languages.map(languageName).join(", "))),
      originalNote(data),
      el("div", { class: "cluster-grid" }, graph(data, key), times || versions),
      times && versions,
      others.length > 0 && el("section", null, el("h2", null, "Among the others"),
        el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Among the others" }, el("table", { class: "versions" },
          head(["one", "other", "relation", "probability", bands && "band", "texts"]),
          el("tbody", null, others.map(({ pair, number }) => el("tr", null,
            [pair.left, pair.right].map((place) => el("td", { class: "one-of-two" }, `${place + 1} `, titled(articles[place]))), figures(pair, number))))))),
    ];
  };

  /* A page a pair. */

  const provenance = (wrapper) => {
    const named = [wrapper.region, wrapper.source].filter(Boolean);
    const from = wrapper.language ? `from ${languageName(wrapper.language)}` : "";
    return `${wrapper.kind} wrapper${named.length || from ? `: ${[named.join(", "), from].filter(Boolean).join("; ")}` : ""}`;
  };

  const articleHead = (article, side, isOriginal) => el("header", { class: `article-head ${side}` },
    el("p", { class: "side-name" }, side, isOriginal && el("span", { class: "chip lead" }, "original")),
    !article.titled && el("h2", { class: "text-title" }, titled(article)),
    el("p", { class: "meta" }, el("span", null, languageName(article.language),
      article.languages.length > 1 && ` (with ${article.languages.filter((code) => code !== article.language).map(languageName).join(", ")})`),
      article.outlet && el("span", { dir: "auto" }, article.outlet), article.published && el("span", null, day(article.published)),
      article.credit && el("span", { dir: "auto" }, `credit: ${article.credit}`)),
    el("p", { class: "meta" }, el("span", { dir: "auto", class: "path" }, article.id),
      article.url && el("span", null, el("a", { href: article.url, rel: "noopener noreferrer", dir: "ltr" }, article.url))),
    article.wrapper && el("p", { class: "meta provenance" }, el("span", null, provenance(article.wrapper))));

  /* Leads from a fact to the passage that it stands in. */
  const located = (fact, side, body) => {
    const words = fact.replace(/^"|[",.]*$/g, "").slice(0, 24);
    const span = [...body.querySelectorAll(`.cell.${side} .seg`)].find((one) => one.textContent.includes(words));
    if (!span) return fact;
    const button = el("button", { type: "button", class: "fact", title: "Show where it stands" }, fact);
    button.addEventListener("click", () => { span.focus({ preventScroll: true }); span.scrollIntoView({ block: "center" }); });
    return button;
  };

  const factsTable = (pair, articles, body) => {
    const rows = ["numbers", "names", "quotations"].flatMap((kind) => (pair.facts[kind] || []).map((fact, place, all) => el("tr", null,
      place === 0 && el("th", { scope: "rowgroup", rowspan: all.length }, kind === "numbers" ? "numbers, dates" : kind),
      fact.length === 1 ? el("td", { colspan: 2, dir: "auto" }, fact[0])
        : fact.map((one, side) => el("td", { class: one === null ? "absent" : "", dir: "auto" },
          one === null ? "not here" : located(one, ["left", "right"][side], body))))));
    const isOneLanguage = articles[pair.left].language === articles[pair.right].language;
    const note = isOneLanguage ? "" : " Names and quotations are compared within one language only.";
    if (!rows.length) {
      return el("section", { class: "facts" }, el("h2", null, "Facts that differ"),
        el("p", { class: "none" }, `No number${isOneLanguage ? ", date, name or quotation" : " or date"} in matching passages differs.${note}`));
    }
    return el("section", { class: "facts" }, el("h2", null, "Facts that differ"),
      el("table", null, el("thead", null, el("tr", null, ["", "left", "right"].map((name) => name ? el("th", { scope: "col" }, name) : el("td")))),
        el("tbody", null, rows)), note && el("p", { class: "meta" }, note));
  };

  const verdict = (pair, articles, data) => {
    const { direction } = pair;
    const rows = [
      ["probability", [el("strong", null, twoDigits(pair.probability)), " that they are versions of one article"]],
      pair.band && ["band", [chip("band", pair.band), ` ${index.bands[pair.band]}`]],
      direction && ["came first", direction.original === null ? ["cannot be told", direction.reasons.length ? `: ${because(direction.reasons)}` : ""]
        : [el("strong", null, direction.original === pair.left ? "the left one" : "the right one"), ` (probability ${twoDigits(direction.probability)})`,
          direction.reasons.length ? `: ${because(direction.reasons)}` : ""]],
      data.missing && ["original", [el("strong", null, "not here"), data.missing.language ? `; look for it in ${languageName(data.missing.language)}` : "", `: ${data.missing.reason}`]],
      pair.declared.length > 0 && ["declared", pair.declared.join(", ")],
    ].filter(Boolean);
    return el("section", { class: `verdict rel-${pair.relation}` },
      el("h1", { tabindex: -1 }, capital(word(pair.relation))),
      el("p", { class: "explained" }, index.relations[pair.relation]),
      el("dl", null, rows.map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value)))));
  };

  const marked = (text, lengths) => {
    if (!lengths) return text;
    let start = 0;
    return lengths.map((length, place) => {
      const run = text.slice(start, start + length);
      start += length;
      if (place % 2 === 0) return run;
      const words = run.trimEnd();
      return [el("mark", null, words), run.slice(words.length)];
    });
  };

  const passageOf = (pair) => {
    const byRow = { left: new Map(), right: new Map() };
    pair.passages.forEach((passage, number) => {
      passage.left.forEach((row, place) => byRow.left.set(row, { passage, number, place }));
      passage.right.forEach((row, place) => byRow.right.set(row, { passage, number, place }));
    });
    return byRow;
  };

  const paragraph = (article, item, side, byRow, isAligned) => {
    if (!Array.isArray(item)) {
      return el("p", { class: "cut", lang: langOf(article.language), dir: "auto" }, el("span", { class: "label" }, `not compared: ${item.rule}`), " ", item.cut);
    }
    const isTitle = article.titled && item[0] === 0;
    const languages = article.otherLanguages || {};
    const language = languages[item[0]] || article.language;
    const spans = item.map((row, place) => {
      const text = article.texts[row];
      const found = byRow[side].get(row);
      const gap = place && !/[\u3002\uff01\uff1f\u300d\u300f]$/.test(article.texts[item[place - 1]]) ? " " : "";
      const own = languages[row] || article.language;
      if (!found) return [gap, el("span", { lang: own === language ? null : langOf(own) }, text)];
      const { passage, number } = found;
      const isAlone = !passage.left.length || !passage.right.length;
      const last = place ? byRow[side].get(item[place - 1]) : null;
      const wasAlone = last && (!last.passage.left.length || !last.passage.right.length);
      const lengths = passage.marks && passage.marks[side === "left" ? 0 : 1][found.place];
      const alike = isAlone ? "" : `, ${percent(passage.alike)} alike`;
      return [gap, el("span", {
        class: `seg ${passage.change}${passage.moved ? " moved" : ""} ${isAlone ? "alone" : `tint-${number % 6}`}`,
        "data-passage": number, tabindex: -1, lang: own === language ? null : langOf(own),
        title: `${passage.change}${passage.moved ? ", moved" : ""}${alike}`,
      }, isAlone && !wasAlone && [el("span", { class: "label" }, "only here"), " "], marked(text, lengths))];
    });
    return el(isTitle ? "h3" : "p", { class: isTitle ? "text-title" : "", lang: langOf(language), dir: "auto" }, spans);
  };

  const rowChanges = (articles, sides, byRow) => {
    const found = new Set();
    for (const [side, items] of sides) {
      for (const item of items) {
        if (!Array.isArray(item)) found.add("not compared");
        else for (const row of item) {
          const one = byRow[side].get(row);
          if (!one) continue;
          found.add(one.passage.change);
          if (one.passage.moved) found.add("moved");
        }
      }
    }
    if (found.size > 1) found.delete("kept");
    if (found.size > 1) found.delete("not compared");
    return found;
  };

  const texts = (pair, articles) => {
    const [left, right] = [articles[pair.left], articles[pair.right]];
    const byRow = passageOf(pair);
    const isAligned = pair.passages.length > 0;
    let [l, r] = [0, 0];
    const order = Object.keys(CHANGES);
    const rows = pair.rows.map(([nLeft, nRight]) => {
      const lefts = left.items.slice(l, l + nLeft);
      const rights = right.items.slice(r, r + nRight);
      [l, r] = [l + nLeft, r + nRight];
      const changes = rowChanges(articles, [["left", lefts], ["right", rights]], byRow);
      const isSame = [...changes].every((change) => change === "kept" || change === "translated");
      const cell = (side, article, items) => el("div", { class: `cell ${side}${items.length ? "" : " empty"}` },
        items.map((item) => paragraph(article, item, side, byRow, isAligned)));
      const labels = [...changes].sort((one, other) => order.indexOf(one) - order.indexOf(other));
      return el("div", { class: `row${isSame ? " same" : ""}${labels.includes("not compared") ? " uncompared" : ""}` }, cell("left", left, lefts),
        el("div", { class: "gutter" }, labels.map((change) => el("span", { class: `tag ${change.replace(" ", "-")}` }, change))), cell("right", right, rights));
    });
    return { node: el("div", { class: "texts", id: "texts" }, rows), isAligned };
  };

  const toolbar = (pair, body) => {
    const counts = new Map();
    for (const passage of pair.passages) {
      counts.set(passage.change, (counts.get(passage.change) || 0) + 1);
      if (passage.moved) counts.set("moved", (counts.get("moved") || 0) + 1);
    }
    const spans = [...body.querySelectorAll(".seg")];
    // In the order of the left text, whatever has moved on the right.
    const starts = pair.passages.map((_, number) => {
      const own = spans.filter((span) => Number(span.dataset.passage) === number);
      return own.find((span) => span.closest(".left")) || own[0];
    }).filter(Boolean);
    const status = el("span", { class: "status", role: "status" });
    let current = -1;
    const light = (number) => {
      for (const span of spans) span.classList.toggle("active", span.dataset.passage === number);
    };
    const tell = (number) => {
      const passage = pair.passages[Number(number)];
      const isAlone = !passage.left.length || !passage.right.length;
      status.textContent = `${passage.change}${passage.moved ? ", moved" : ""}${isAlone ? `: ${CHANGES[passage.change]}` : `, ${percent(passage.alike)} alike`}`;
    };
    const go = (place) => {
      if (!starts.length) return;
      current = (place + starts.length) % starts.length;
      for (const span of spans) span.tabIndex = -1;
      starts[current].tabIndex = 0;
      starts[current].closest(".row").hidden = false;
      starts[current].focus({ preventScroll: true });
      starts[current].scrollIntoView({ block: "center" });
    };
    const next = (change) => {
      for (let step = 1; step <= starts.length; step += 1) {
        const place = (current + step + starts.length) % starts.length;
        const passage = pair.passages[Number(starts[place].dataset.passage)];
        if (passage.change === change || (change === "moved" && passage.moved)) return go(place);
      }
      return undefined;
    };
    body.addEventListener("pointerover", (event) => {
      const span = event.target.closest(".seg");
      if (span) { light(span.dataset.passage); tell(span.dataset.passage); }
    });
    body.addEventListener("pointerleave", () => light(null));
    body.addEventListener("focusin", (event) => {
      const span = event.target.closest(".seg");
      if (!span) return;
      light(span.dataset.passage);
      tell(span.dataset.passage);
      const place = starts.findIndex((start) => start.dataset.passage === span.dataset.passage);
      if (place >= 0) current = place;
    });
    body.addEventListener("focusout", () => light(null));
    body.addEventListener("click", (event) => {
      const span = event.target.closest(".seg");
      if (span && getSelection().isCollapsed) span.focus({ preventScroll: true });
    });
    body.addEventListener("keydown", (event) => {
      const span = event.target.closest(".seg");
      if (!span || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" || event.key === "j") go(current + 1);
      else if (event.key === "ArrowUp" || event.key === "k") go(current - 1);
      else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        const other = spans.find((one) => one.dataset.passage === span.dataset.passage &&
          one.closest(".cell").classList.contains(event.key === "ArrowRight" ? "right" : "left"));
        if (other) other.focus();
      } else return;
      event.preventDefault();
    });
    if (starts.length) starts[0].tabIndex = 0;
    const only = el("input", { type: "checkbox", id: "only-differences" });
    only.addEventListener("change", () => body.classList.toggle("only-differences", only.checked));
    return el("div", { class: "toolbar", role: "group", "aria-label": "What changed from left to right" },
      el("span", { class: "changes" }, Object.keys(CHANGES).filter((change) => counts.has(change)).map((change) => {
        const button = el("button", { type: "button", class: `tag ${change}`, title: `${capital(CHANGES[change])}: go to the next one` }, `${counts.get(change)} ${change}`);
        button.addEventListener("click", () => next(change));
        return button;
      })),
      el("label", { class: "check" }, only, " only what differs"), status);
  };

  const measures = (pair) => el("details", { class: "measures" }, el("summary", null, "All that was measured"),
    el("table", null, el("tbody", null, Object.keys(MEASURES).filter((name) => name in pair.measures).map((name) => el("tr", null,
      el("td", { class: "number" }, percent(pair.measures[name])),
      el("td", null, svg("svg", { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { class: "fill", width: 100 * pair.measures[name], height: 8 }))),
      el("th", { scope: "row" }, MEASURES[name]))),
      "days_apart" in pair.measures && el("tr", null, el("td", { class: "number" }, Number(pair.measures.days_apart.toFixed(1))), el("td"),
        el("th", { scope: "row" }, "days between the dates of publication")))));

  const pairPage = (key, data, number) => {
    const pair = data.pairs[number];
    const { articles } = data;
    const { node, isAligned } = texts(pair, articles);
    const isOriginal = (place) => pair.direction !== null && pair.direction.original === place;
    return [
      verdict(pair, articles, data),
      factsTable(pair, articles, node),
      el("section", { class: "side-by-side", "aria-labelledby": "texts-heading" },
        el("h2", { id: "texts-heading" }, "What changed, from left to right"),
        isAligned ? toolbar(pair, node) : el("p", { class: "meta" }, "These two texts were not aligned."),
        el("div", { class: "heads" }, articleHead(articles[pair.left], "left", isOriginal(pair.left)), articleHead(articles[pair.right], "right", isOriginal(pair.right))),
        node),
      el("section", { class: "why" }, el("h2", null, "Why this was reported"),
        el("ul", null, pair.reasons.map((reason) => el("li", { dir: "auto" }, reason))), measures(pair)),
    ];
  };

  /* Which page is shown: the part of the address after the number sign. */

  const missingPage = () => [el("h1", { tabindex: -1 }, "There is no such page in this report"),
    el("p", null, el("a", { href: `${index.home}#/` }, "Go to the overview"))];

  const route = (isStart) => {
    const match = /^#\/((cluster|apart|contradicted)\/\d+)(?:\/pair\/(\d+))?$/.exec(location.hash);
    if (!match) {
      // Without a page's name it is the overview, or a place on it.
      if (!location.hash.startsWith("#/") || location.hash === "#/") {
        if (index.home) { location.replace(`${index.home}#/`); return; }
        overview.hidden = false;
        page.hidden = true;
        page.replaceChildren();
        document.title = homeTitle;
        const place = location.hash.length > 2 && byId(location.hash.slice(1));
        if (place) place.scrollIntoView();
        else if (!isStart) { scrollTo(0, 0); byId("content").focus({ preventScroll: true }); }
        return;
      }
    }
    const key = match ? match[1] : "";
    const entry = entryByKey.get(key);
    const data = match ? read(key) : null;
    if (!data && entry && entry.file) { location.replace(`${entry.file}${location.hash}`); return; }
    const number = match && (match[3] || match[2] !== "cluster") ? Number(match[3] || 1) - 1 : -1;
    const isPair = data && number >= 0 && number < data.pairs.length;
    const isCluster = data && number < 0;
    overview.hidden = true;
    page.hidden = false;
    page.className = isPair ? "pair-page" : "cluster-page";
    page.replaceChildren(
      el("nav", { class: "crumbs", "aria-label": "Where you are" }, el("a", { href: `${index.home}#/` }, "Overview"),
        isPair && match[2] === "cluster" && [" › ", el("a", { href: `#/${key}` }, pageName(key))],
        isPair && match[2] === "cluster" && data.pairs.length > 1 && el("span", { class: "pager" },
          number > 0 && el("a", { href: `#/${key}/pair/${number}`, rel: "prev" }, "← previous pair"),
          number < data.pairs.length - 1 && el("a", { href: `#/${key}/pair/${number + 2}`, rel: "next" }, "next pair →"))),
      ...(isPair ? pairPage(key, data, number) : isCluster ? clusterPage(key, data) : missingPage()).flat(Infinity).filter(Boolean));
    const heading = page.querySelector("h1");
    const of = isPair ? `: ${data.articles[data.pairs[number].left].title}` : "";
    document.title = `${heading.textContent}${of} – ${homeTitle}`;
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  };

  /* Dark and light: as the system has it, until the button is pressed. */

  const theme = byId("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : dark.matches);
  const label = () => { theme.textContent = isDark() ? "Light" : "Dark"; theme.setAttribute("aria-label", `Change to ${isDark() ? "light" : "dark"} colours`); };
  theme.hidden = false;
  theme.addEventListener("click", () => { document.documentElement.dataset.theme = isDark() ? "light" : "dark"; label(); });
  dark.addEventListener("change", label);
  label();

  document.querySelector(".skip").addEventListener("click", (event) => {
    // The address says which page is shown, and must go on saying so.
    event.preventDefault();
    (page.hidden ? byId("content") : page.querySelector("h1")).focus();
  });
  addEventListener("hashchange", () => route(false));
  startFilters();
  route(true);
})();
