// The evidence page: choosing a party or a step in a picture by mouse or keyboard, size, printing, saving. All words stand in
// the page; all text is moved as nodes, never as markup. Without this script the page shows everything all the same.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("live");

  const speak = (tag) => {
    root.lang = tag;
    root.dir = tag === "ar" ? "rtl" : "ltr";
    const article = document.querySelector(".in-" + tag + "[data-title]");
    if (article) document.title = article.dataset.title;
  };
  for (const choice of document.querySelectorAll("input[name=speak]")) {
    choice.addEventListener("change", () => speak(choice.value));
    if (choice.checked) speak(choice.value);
  }
  for (const button of document.querySelectorAll("[data-do=print]")) {
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-do=save]")) {
    button.addEventListener("click", () => {
      const data = document.getElementById("data").textContent;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([data], { type: "application/json" }));
      link.download = "evidence.json";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
  }

  for (const box of document.querySelectorAll(".interactive")) {
    const svg = box.querySelector("svg.graph");
    const detail = box.querySelector(".detail");
    const empty = [...detail.childNodes];
    const nodes = [...svg.querySelectorAll(".node")];
    const ties = [...svg.querySelectorAll(".tie")];
    const labels = [...svg.querySelectorAll(".label")];
    const light = (tie) => {
      tie.classList.add("on");
      labels.find((label) => label.dataset.tie === tie.dataset.tie)?.classList.add("on");
    };
    const prefix = box.dataset.prefix;
    const place = (node) => ({ x: Number(node.dataset.x), y: Number(node.dataset.y) });
    if (nodes.length > 0) nodes[0].setAttribute("tabindex", "0");

    const say = (items) => detail.replaceChildren(...items);
    const line = (tie) => {
      const item = document.createElement("li");
      item.textContent = tie.getAttribute("aria-label");
      return item;
    };
    const clear = () => {
      svg.classList.remove("chosen");
      for (const one of [...nodes, ...ties, ...labels]) {
        one.classList.remove("on", "near");
        if (one.classList.contains("node")) one.setAttribute("aria-pressed", "false");
      }
      say(empty);
    };
    const choose = (node) => {
      clear();
      svg.classList.add("chosen");
      node.classList.add("on");
      node.setAttribute("aria-pressed", "true");
      const at = node.dataset.node;
      const list = document.createElement("ul");
      for (const tie of ties) {
        if (tie.dataset.from !== at && tie.dataset.to !== at) continue;
        light(tie);
        list.append(line(tie));
        for (const end of [tie.dataset.from, tie.dataset.to]) {
          nodes.find((other) => other.dataset.node === end)?.classList.add("near");
        }
      }
      const known = document.getElementById(prefix + "p" + node.dataset.party);
      const copy = known ? known.cloneNode(true) : document.createElement("p");
      if (known) copy.removeAttribute("id");
      else copy.textContent = node.getAttribute("aria-label");
      say([copy, list]);
    };
    const follow = (tie) => {
      clear();
      svg.classList.add("chosen");
      light(tie);
      for (const node of nodes) {
        if (node.dataset.node === tie.dataset.from || node.dataset.node === tie.dataset.to) node.classList.add("near");
      }
      const list = document.createElement("ul");
      list.append(line(tie));
      say([list]);
    };
    const enter = (node) => {
      for (const other of nodes) other.setAttribute("tabindex", other === node ? "0" : "-1");
      node.focus();
    };

    // The nearest party in a direction; what lies aside counts twice.
    const step = (node, right, down) => {
      const from = place(node);
      let best = null;
      let least = Infinity;
      for (const other of nodes) {
        const to = place(other);
        const along = (to.x - from.x) * right + (to.y - from.y) * down;
        const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
        if (other !== node && along > 0 && along + 2 * aside < least) {
          best = other;
          least = along + 2 * aside;
        }
      }
      if (best) enter(best);
    };

    const whole = svg.getAttribute("viewBox").split(" ").map(Number);
    let view = [...whole];
    const show = () => svg.setAttribute("viewBox", view.map((n) => n.toFixed(1)).join(" "));
    const size = (factor) => {
      if (factor === 0) view = [...whole];
      else {
        const wide = Math.min(Math.max(view[2] * factor, whole[2] / 8), whole[2]);
        const tall = (wide * whole[3]) / whole[2];
        view = [view[0] + (view[2] - wide) / 2, view[1] + (view[3] - tall) / 2, wide, tall];
      }
      show();
    };
    svg.addEventListener("keydown", (event) => {
      const node = event.target.closest(".node");
      if (!node) return;
      const keys = {
        ArrowRight: () => step(node, 1, 0), ArrowLeft: () => step(node, -1, 0),
        ArrowDown: () => step(node, 0, 1), ArrowUp: () => step(node, 0, -1),
        Home: () => enter(nodes[0]), End: () => enter(nodes[nodes.length - 1]),
        Enter: () => choose(node), " ": () => choose(node), Escape: clear,
        "+": () => size(0.8), "=": () => size(0.8), "-": () => size(1.25), 0: () => size(0),
      };
      const act = event.ctrlKey || event.metaKey || event.altKey ? null : keys[event.key];
      if (act) {
        event.preventDefault();
        act();
      }
    });
    for (const node of nodes) {
      node.setAttribute("aria-pressed", "false");
      node.addEventListener("click", () => { enter(node); choose(node); });
    }
    for (const tie of ties) tie.addEventListener("click", () => follow(tie));

    let held = null;
    svg.addEventListener("pointerdown", (event) => {
      if (!event.target.closest(".node, .tie")) held = { x: event.clientX, y: event.clientY };
    });
    svg.addEventListener("pointermove", (event) => {
      if (!held || view[2] >= whole[2]) return;
      const scale = view[2] / svg.clientWidth;
      view[0] -= (event.clientX - held.x) * scale;
      view[1] -= (event.clientY - held.y) * scale;
      held = { x: event.clientX, y: event.clientY };
      show();
    });
    for (const end of ["pointerup", "pointerleave"]) svg.addEventListener(end, () => { held = null; });
    for (const button of box.querySelectorAll("[data-size]")) {
      button.addEventListener("click", () => size(Number(button.dataset.size)));
    }
  }
})();
