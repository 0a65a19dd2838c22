// Quality over the last minute: each frame as a thin line, the smoothed value as a thick one.

import { THRESHOLD } from "./words.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const WIDTH = 300;
const HEIGHT = 84;
const MARGIN = 3;
const SPAN_MS = 60000;
const GAP_MS = 3000; // a longer silence is shown as a gap, not bridged

export class Plot {
  constructor(svg) {
    this.points = [];
    for (const value of [0, THRESHOLD, 1]) {
      add(svg, "line", { class: value === THRESHOLD ? "threshold" : "edge", x1: 0, x2: WIDTH, y1: y(value), y2: y(value) });
    }
    this.raw = add(svg, "path", { class: "raw" });
    this.smoothed = add(svg, "path", { class: "smoothed" });
  }

  add(points) {
    for (const point of points) {
      this.points.push({ time: Date.parse(point.timestamp), raw: point.raw, smoothed: point.smoothed });
    }
    this.points.sort((a, b) => a.time - b.time);
  }

  /** Draws what lies within a minute before `now`, by the clock of the cameras. */
  draw(now) {
    this.points = this.points.filter((point) => point.time >= now - SPAN_MS);
    this.raw.setAttribute("d", this.path("raw", now));
    this.smoothed.setAttribute("d", this.path("smoothed", now));
  }

  path(name, now) {
    let before = -Infinity;
    const steps = [];
    for (const point of this.points) {
      const x = WIDTH * (1 - (now - point.time) / SPAN_MS);
      steps.push(`${point.time - before > GAP_MS ? "M" : "L"}${x.toFixed(1)} ${y(point[name]).toFixed(1)}`);
      before = point.time;
    }
    return steps.join("");
  }
}

function y(value) {
  return MARGIN + (HEIGHT - 2 * MARGIN) * (1 - value);
}

function add(parent, name, attributes) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, content] of Object.entries(attributes)) {
    element.setAttribute(key, content);
  }
  parent.append(element);
  return element;
}
