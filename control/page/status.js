// The top of the page: parts of the system with their reasons, and totals.

import { count, milliseconds } from "./words.js";

const BROKER = { up: "up", down: "down", connecting: "connecting" };
const TONES = {
  running: "good", up: "good", starting: "busy", restarting: "warn", connecting: "busy", stopping: "busy",
  degraded: "warn", failed: "bad", down: "bad", stopped: "off", finished: "off",
};

export function showParts(list, status) {
  const parts = Object.entries(status.children).map(([name, child]) => ({
    name: name === "producers" ? "Producer" : "Scoring",
    word: child.state + (child.restarts ? `, restarted ${child.restarts === 1 ? "once" : `${child.restarts} times`}` : ""),
    tone: TONES[child.state],
    title: child.error || "",
  }));
  parts.unshift({
    name: "Kafka", word: BROKER[status.broker.state], tone: TONES[status.broker.state], title: status.broker.error || "",
  });
  list.replaceChildren(...parts.map(part));
}

export function showReasons(section, reasons) {
  section.hidden = !reasons.length;
  const key = JSON.stringify(reasons);
  if (section.dataset.key === key) return;
  section.dataset.key = key;
  section.replaceChildren(...reasons.map((reason) => element("p", reason)));
}

export function showTotals(list, summary) {
  const latency = summary.latency;
  const totals = {
    Cameras: count(summary.cameras),
    Captured: count(summary.captured),
    Published: count(summary.published),
    Scored: count(summary.scored ?? summary.results_seen),
    Rejected: count(summary.rejected),
    Lost: count(summary.lost),
    "Latency p50": milliseconds(latency?.p50_ms),
    "Latency p99": milliseconds(latency?.p99_ms),
  };
  list.replaceChildren(...Object.entries(totals).map(([name, figure]) => {
    const group = element("div");
    group.append(element("dt", name), element("dd", figure));
    if (name === "Lost" && summary.lost) group.className = "bad";
    return group;
  }));
}

function part({ name, word, tone, title }) {
  const item = element("li", `${name} ${word}`);
  item.className = tone;
  item.title = title;
  return item;
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
