// Draws the trends of a report, sorts and filters its tables. Texts go in as text only: the page's policy allows nothing else.
(() => {
  "use strict";
  const trends = JSON.parse(document.getElementById("trends").textContent);
  const many = (selector, inside = document) => Array.from(inside.querySelectorAll(selector));
  const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  // Rows of a table that are shown at first.
  const FEW = 12;
  // Width of a trend that is printed, in CSS pixels.
  const PAPER = 400;

  const make = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const day = (instant) => instant.slice(0, 10);

  // A number with so many digits behind the point. What lies in the middle goes to the even one, as in Python.
  const fixed = (number, digits) => {
    const scaled = number * 10 ** digits;
    const middle = scaled % 1 === 0.5 && Number.isInteger(number * 2 ** (digits + 1));
    return middle ? (2 * Math.round(scaled / 2) / 10 ** digits).toFixed(digits) : number.toFixed(digits);
  };
  // The words of govhooks.outputs.report.words: a test compares them.
  const amount = (number, unit) => {
    if (number === null) return "unknown";
    if (unit === "share") return `${fixed(number * 100, 0)} %`;
    if (unit === "days") return `${fixed(number, 1).replace(/\.0$/, "")} ${number === 1 ? "day" : "days"}`;
    if (unit === "seconds") return span(number);
    return Number.isInteger(number) ? number.toLocaleString("en") : fixed(number, 1).replace(/\.0$/, "");
  };
  const span = (seconds) => {
    let left = Math.floor(Math.max(seconds, 0));
    const parts = [];
    for (const [size, name] of [[86400, "day"], [3600, "hour"], [60, "minute"]]) {
      const count = Math.floor(left / size);
      left %= size;
      if (count) parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
    }
    return parts.slice(0, 2).join(" ") || "less than a minute";
  };

  const theme = () => {
    const remember = (value) => {
      try { return value === undefined ? localStorage.getItem("govhooks-theme") : localStorage.setItem("govhooks-theme", value); } catch { return null; }
    };
    const apply = (value) => {
      if (value === "light" || value === "dark") document.documentElement.dataset.theme = value;
      else delete document.documentElement.dataset.theme;
    };
    const chosen = ["light", "dark"].includes(remember()) ? remember() : "system";
    apply(chosen);
    const set = make("fieldset", {}, make("legend", { class: "unseen" }, "Theme"));
    for (const value of ["system", "light", "dark"]) {
      const input = make("input", { type: "radio", name: "theme", value });
      input.checked = value === chosen;
      input.addEventListener("change", () => { apply(value); remember(value); });
      set.append(make("label", {}, input, value[0].toUpperCase() + value.slice(1)));
    }
    document.querySelector("header").append(set);
  };

  // A figure's points, as {at: Date, value} in the unit of the axis.
  const axis = (trend, index) => {
    const { unit } = trend.figures[index];
    const top = d3.max(trend.values[index]) ?? 0;
    const [size, name] = unit !== "seconds" ? [1, { share: "", days: "days", count: "" }[unit]] : top >= 172800 ? [86400, "days"] : top >= 7200 ? [3600, "hours"] : [60, "minutes"];
    return {
      name, size, top: top / size,
      points: trend.at.map((at, place) => ({ at: new Date(at), value: trend.values[index][place] === null ? null : trend.values[index][place] / size })),
      tick: (value) => unit === "share" ? `${Math.round(value * 100)} %` : value.toLocaleString("en"),
    };
  };
  const known = (point) => point.value !== null;
  const alone = (points) => points.filter((point, place) => known(point) && !(points[place - 1] && known(points[place - 1])) && !(points[place + 1] && known(points[place + 1])));

  const spark = (trend, index, width, height) => {
    const { points, top } = axis(trend, index);
    if (points.filter(known).length < 2) return null;
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("aria-hidden", "true").attr("preserveAspectRatio", "none");
    const x = d3.scaleUtc(d3.extent(points, (point) => point.at), [2, width - 3]);
    const y = d3.scaleLinear([0, top || 1], [height - 2, 3]);
    svg.append("path").attr("class", "area").attr("d", d3.area().defined(known).x((point) => x(point.at)).y0(height - 1).y1((point) => y(point.value))(points));
    svg.append("path").attr("class", "spark-line").attr("vector-effect", "non-scaling-stroke").attr("d", d3.line().defined(known).x((point) => x(point.at)).y((point) => y(point.value))(points));
    return svg.node();
  };

  const spoken = (trend, index) => {
    const { title, unit } = trend.figures[index];
    const values = trend.values[index].filter((value) => value !== null);
    const gaps = trend.at.length - values.length;
    return `${title}, ${day(trend.at[0])} to ${day(trend.at.at(-1))}: from ${amount(values[0], unit)} to ${amount(values.at(-1), unit)}, lowest ${amount(d3.min(values), unit)}, highest ${amount(d3.max(values), unit)}` + (gaps ? `, unknown at ${gaps} of ${trend.at.length} points` : "");
  };

  const draw = (trend, index, width) => {
    const { points, top, name, size, tick } = axis(trend, index);
    const figure = trend.figures[index];
    const height = width < 480 ? 210 : 260;
    const before = figure.before === null ? null : figure.before / size;
    const edge = { top: 22, right: 10, bottom: 24, left: Math.max(30, 14 + 7 * tick(Math.ceil(top)).length) };
    const x = d3.scaleUtc(d3.extent(points, (point) => point.at), [edge.left, width - edge.right]);
    const highest = Math.max(top, before ?? 0) || 1;
    const y = d3.scaleLinear([0, figure.unit === "share" && highest > 0.5 ? Math.max(1, highest) : highest], [height - edge.bottom, edge.top]).nice(4);
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img").attr("aria-label", spoken(trend, index));
    const whole = figure.unit === "count";
    const ticks = y.ticks(4).filter((value) => !whole || Number.isInteger(value));
    svg.append("g").attr("class", "grid").attr("transform", `translate(${edge.left},0)`)
      .call(d3.axisLeft(y).tickValues(ticks).tickFormat(tick).tickSize(-(width - edge.left - edge.right)).tickPadding(8))
      .selectAll(".tick").classed("zero", (value) => value === 0);
    const long = points.at(-1).at - points[0].at > 120 * 864e5;
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - edge.bottom})`)
      .call(d3.axisBottom(x).ticks(Math.max(2, Math.min(8, Math.floor(width / 110)))).tickFormat(d3.utcFormat(long ? "%Y-%m" : "%m-%d")).tickSize(4));
    if (name) svg.append("text").attr("x", 0).attr("y", 10).text(name);
    let start = -1;
    points.forEach((point, place) => {
      if (!known(point) && start < 0) start = place;
      if (start < 0 || (!known(point) && place < points.length - 1)) return;
      const [from, to] = [x(points[Math.max(0, start - 1)].at), x(point.at)];
      start = -1;
      svg.append("rect").attr("class", "gap").attr("x", from).attr("y", edge.top).attr("width", to - from).attr("height", height - edge.bottom - edge.top);
      if (to - from > 62) svg.append("text").attr("x", (from + to) / 2).attr("y", (edge.top + height - edge.bottom) / 2).attr("text-anchor", "middle").text("unknown");
    });
    const across = (point) => x(point.at);
    svg.append("path").attr("class", "area").attr("d", d3.area().defined(known).x(across).y0(y(0)).y1((point) => y(point.value))(points));
    if (before !== null) {
      svg.append("line").attr("class", "before").attr("x1", edge.left).attr("x2", width - edge.right).attr("y1", y(before)).attr("y2", y(before));
      svg.append("text").attr("class", "halo").attr("x", edge.left + 6).attr("y", y(before) - 6).text(`${figure.rev.slice(0, 24)}: ${amount(figure.before, figure.unit)}`);
    }
    svg.append("path").attr("class", "line").attr("d", d3.line().defined(known).x(across).y((point) => y(point.value))(points));
    svg.selectAll(null).data(alone(points)).join("circle").attr("class", "dot").attr("r", 3.5).attr("cx", across).attr("cy", (point) => y(point.value));
    const last = points.at(-1);
    if (known(last)) {
      svg.append("circle").attr("class", "dot").attr("r", 4.5).attr("cx", across(last)).attr("cy", y(last.value));
      const said = amount(trend.values[index].at(-1), figure.unit);
      // Above whatever the line does below the label.
      const under = points.filter((one) => known(one) && across(one) > width - edge.right - 7 * said.length);
      const high = d3.min(under, (one) => y(one.value));
      svg.append("text").attr("class", "now halo").attr("x", width - edge.right + 4).attr("y", Math.max(12, high - 10)).attr("text-anchor", "end").text(said);
    }
    const cursor = svg.append("g").attr("class", "cursor").style("display", "none");
    cursor.append("line").attr("y1", edge.top).attr("y2", height - edge.bottom);
    cursor.append("circle").attr("class", "dot").attr("r", 4.5);
    const point = (place) => {
      const at = points[place];
      cursor.style("display", null).select("line").attr("x1", across(at)).attr("x2", across(at));
      cursor.select("circle").style("display", known(at) ? null : "none").attr("cx", across(at)).attr("cy", known(at) ? y(at.value) : 0);
    };
    const nearest = (event) => d3.bisector((one) => one.at).center(points, x.invert(d3.pointer(event, svg.node())[0]));
    return { node: svg.node(), point, nearest };
  };

  // A line of one figure, a choice of which, and a slider that tells each point in words.
  const trendOf = (place) => {
    const trend = trends[place.dataset.trend];
    const drawable = trend.figures.map((_, index) => index).filter((index) => trend.values[index].filter((value) => value !== null).length > 1);
    if (!drawable.length) {
      place.append(make("p", { class: "quiet" }, "No trend yet: no figure is known at two points in time."));
      return;
    }
    const choice = make("select");
    for (const index of drawable) choice.append(make("option", { value: index }, trend.figures[index].title));
    const printed = make("p", { class: "printed" });
    const slider = make("input", { type: "range", min: 0, max: trend.at.length - 1, step: 1, "aria-label": "Point in time" });
    const read = make("p");
    const canvas = make("div");
    place.append(make("div", { class: "of" }, make("label", {}, "Trend of", choice), printed), canvas, make("div", { class: "read" }, slider, read));
    slider.value = trend.at.length - 1;
    let drawn = null;
    const tell = (moved) => {
      const [index, at] = [Number(choice.value), Number(slider.value)];
      const said = amount(trend.values[index][at], trend.figures[index].unit);
      slider.setAttribute("aria-valuetext", `${day(trend.at[at])}: ${said}`);
      const commit = trend.commits[at];
      read.replaceChildren(`${day(trend.at[at])}: `, make("b", {}, said));
      if (/^[0-9a-f]{40,64}$/.test(commit)) {
        const code = make("code", {}, commit.slice(0, 12));
        read.append(" at ", trend.commit ? make("a", { href: trend.commit + commit, rel: "noopener noreferrer" }, code) : code);
      }
      if (moved) drawn.point(at);
    };
    const redraw = (wide = canvas.clientWidth) => {
      const index = Number(choice.value);
      drawn = draw(trend, index, Math.max(260, wide));
      canvas.replaceChildren(drawn.node);
      printed.textContent = `Trend of ${trend.figures[index].title}`;
      const follow = (event) => { slider.value = drawn.nearest(event); tell(true); };
      drawn.node.addEventListener("pointermove", follow);
      drawn.node.addEventListener("pointerdown", follow);
      tell(false);
    };
    choice.addEventListener("change", () => redraw());
    slider.addEventListener("input", () => tell(true));
    let width = canvas.clientWidth;
    redraw();
    new ResizeObserver(() => {
      if (canvas.clientWidth === width || matchMedia("print").matches) return;
      width = canvas.clientWidth;
      redraw();
    }).observe(canvas);
    // On paper a line is half as wide as the page: its letters stay as large as those around it.
    addEventListener("beforeprint", () => redraw(PAPER));
    addEventListener("afterprint", () => redraw());
  };

  const sparks = () => {
    for (const card of many("[data-spark]")) {
      const drawn = spark(trends[card.dataset.spark], 0, 240, 36);
      if (drawn) card.querySelector(".source").before(drawn);
      if (card.querySelector(".value").textContent.length > 9) card.querySelector(".value").classList.add("long");
    }
    for (const table of many("[data-sparks]")) {
      many("td.spark", table).forEach((cell, index) => cell.append(spark(trends[table.dataset.sparks], index, 88, 26) ?? ""));
    }
  };

  const worth = (cell) => {
    const number = cell.dataset.sort;
    if (number !== undefined) return number === "" ? null : Number(number);
    const time = cell.querySelector("time");
    const summary = cell.querySelector("summary");
    return (time ? time.getAttribute("datetime") : (summary ?? cell).textContent.trim()) || null;
  };
  const compare = (one, other) => typeof one === "number" && typeof other === "number" ? one - other : words.compare(String(one), String(other));

  const sortable = (table, changed) => {
    const heads = many("thead th", table);
    heads.forEach((head, column) => {
      const button = make("button", { type: "button" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const one of heads) one.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = many("tbody > tr", table).map((row) => [worth(row.cells[column]), row]);
        // What has no value is last, whichever way round.
        rows.sort(([one], [other]) => one === null || other === null ? (one === null) - (other === null) : compare(one, other) * (down ? -1 : 1));
        table.tBodies[0].append(...rows.map(([, row]) => row));
        changed(`sorted by ${button.textContent}, ${down ? "descending" : "ascending"}`);
      });
    });
  };

  const listed = (place) => {
    const table = place.querySelector("table.items");
    if (!table) return;
    const kinds = new Map();
    for (const row of table.tBodies[0].rows) {
      const kind = row.cells[1].textContent;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    const total = table.tBodies[0].rows.length;
    const choice = make("select", {}, make("option", { value: "" }, `all (${total})`));
    [...kinds].forEach(([kind, count], number) => choice.append(make("option", { value: number }, `${kind} (${count})`)));
    const names = [...kinds.keys()];
    const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    const status = make("p", { role: "status" });
    const all = make("button", { type: "button", class: "all" });
    let few = total > FEW + 3;
    const show = (sorted = "") => {
      const asked = search.value.trim().toLowerCase();
      let found = 0;
      for (const row of table.tBodies[0].rows) {
        const fits = (choice.value === "" || row.cells[1].textContent === names[Number(choice.value)]) && (!asked || row.textContent.toLowerCase().includes(asked));
        found += fits;
        row.hidden = !fits || (few && found > FEW);
      }
      all.hidden = !few || found <= FEW;
      all.textContent = `Show all ${found}`;
      status.textContent = `${few ? Math.min(found, FEW) : found} of ${total} shown` + (sorted ? `, ${sorted}` : "");
    };
    choice.addEventListener("change", () => show());
    search.addEventListener("input", () => show());
    all.addEventListener("click", () => {
      few = false;
      show();
      table.querySelector("th button").focus();
    });
    sortable(table, show);
    const tools = make("div", { class: "tools" });
    if (kinds.size > 1) tools.append(make("label", {}, "State", choice));
    if (total > 5) tools.append(make("label", {}, "Find", search));
    tools.append(status);
    place.prepend(tools);
    table.after(all);
    show();
  };

  const printing = () => {
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = many("details:not([open])");
      for (const one of closed) one.open = true;
    });
    addEventListener("afterprint", () => { for (const one of closed) one.open = false; });
  };

  document.documentElement.classList.add("scripted");
  theme();
  sparks();
  many("[data-trend]").forEach(trendOf);
  many("table.overview, table.sources").forEach((table) => sortable(table, () => {}));
  many(".listed").forEach(listed);
  printing();
})();
