// One camera: picture, score, distortion, plot, figures.

import { Plot } from "./plot.js";
import { ageWords, count, distortionWords, hueOf, milliseconds, perSecond, scoreWords } from "./words.js";

const STALE_MS = 5000;
const STATES = {
  connecting: "Connecting",
  live: "Live",
  waiting: "No signal",
  finished: "Film is over",
  stopped: "Stopped",
  silent: "Silent",
  stale: "No results",
  unknown: "Not known",
};

/** What a camera without a signal is, where its producer tells. */
const CONDITIONS = {
  stalled: "Stalled",
  unauthorised: "Password refused",
  unreachable: "Unreachable",
};

export class Card {
  constructor(cameraId) {
    this.cameraId = cameraId;
    this.element = document.getElementById("card-template").content.firstElementChild.cloneNode(true);
    this.find = (selector) => this.element.querySelector(selector);
    this.plot = new Plot(this.find(".plot"));
    this.wantedFrame = null;
    this.shownFrame = null;
    this.shownAt = null; // when the shown picture was captured, by our own clock
    const title = this.find("h2");
    title.textContent = cameraId;
    title.id = `camera-${cameraId}`;
    this.element.setAttribute("aria-labelledby", title.id);
  }

  addPoints(points) {
    this.plot.add(points);
  }

  /** Shows what `GET /v1/cameras` says of the camera. Returns what is worth announcing, or null. */
  update(camera, now) {
    this.updatedAt = Date.now();
    this.ageMs = camera.age_ms;
    const latest = camera.latest;
    this.wantedFrame = latest ? latest.frame_id : null;
    const isStale = camera.state === "live" && camera.age_ms !== null && camera.age_ms > STALE_MS;
    const announcement = this.showState(isStale ? "stale" : camera.state, camera.condition);
    if (latest) this.showScore(latest);
    this.showFacts(camera);
    this.showTrouble(camera);
    this.plot.draw(now);
    return announcement;
  }

  showState(state, condition) {
    const before = this.element.dataset.state;
    const words = (state === "waiting" && CONDITIONS[condition]) || STATES[state] || state;
    this.element.dataset.state = state;
    setText(this.find(".state"), words);
    return before && before !== state ? `${this.cameraId}: ${words}` : null;
  }

  showScore(latest) {
    const smoothed = latest.smoothed_image_quality;
    this.element.style.setProperty("--hue", hueOf(smoothed));
    this.element.dataset.score = scoreWords(smoothed);
    this.find("output").textContent = smoothed.toFixed(2);
    const probability = Math.round(100 * latest.distortion_probability);
    const isClean = latest.distortion === "none";
    this.find(".distortion").textContent = distortionWords(latest.distortion);
    this.find(".distortion").classList.toggle("clean", isClean);
    const sure = isClean ? "" : `, ${probability} % sure`;
    const words = `${scoreWords(smoothed)} on average; this frame ${latest.raw_image_quality.toFixed(2)}${sure}`;
    this.find(".raw").textContent = words;
    this.find(".plot").setAttribute(
      "aria-label",
      `Quality over the last minute; smoothed now ${smoothed.toFixed(2)}, ${scoreWords(smoothed)}`,
    );
  }

  showFacts(camera) {
    const lost = Object.entries(camera.dropped).filter(([reason]) => !["sampled", "late"].includes(reason));
    const n_lost = lost.reduce((sum, [, n]) => sum + n, 0);
    const size = camera.width ? `${camera.width} × ${camera.height}${camera.codec ? ` ${camera.codec}` : ""}` : "–";
    const facts = {
      Rate: perSecond(camera.fps),
      Latency: milliseconds(camera.latency_ms),
      Published: count(camera.published),
      Dropped: camera.published === null ? "–" : count(n_lost),
      Picture: size,
    };
    const list = this.find(".facts");
    if (!list.children.length) {
      for (const name of Object.keys(facts)) list.append(pair(name));
    }
    [...list.children].forEach((group, i) => {
      const figure = Object.values(facts)[i];
      setText(group.lastElementChild, figure);
      group.hidden = figure === "–" && i > 1;
    });
    list.title = lost.map(([reason, n]) => `${reason.replaceAll("_", " ")}: ${n}`).join(", ");
    this.find("h2").title = camera.url || "";
  }

  showTrouble(camera) {
    const trouble = this.find(".trouble");
    setText(trouble, camera.error || "");
    trouble.hidden = !camera.error;
  }

  async showPicture(blob, ageMs, frameId) {
    const image = this.find("img");
    const address = URL.createObjectURL(blob);
    const before = image.src;
    image.src = address;
    image.hidden = false;
    image.alt = `Latest scored frame of ${this.cameraId}`;
    if (before) URL.revokeObjectURL(before);
    this.shownFrame = frameId;
    this.shownAt = Date.now() - ageMs;
    this.pictureProblem = null;
    this.showAge();
  }

  showNoPicture(reason) {
    this.pictureProblem = reason;
    this.showAge();
  }

  /** Says how old the picture is; an old one is never shown as a live one. */
  showAge() {
    const age = this.shownAt === null ? null : Date.now() - this.shownAt;
    const isStale = age !== null && age > STALE_MS;
    this.element.classList.toggle("stale", isStale);
    const caption = this.find("figcaption");
    if (age === null) setText(caption, this.pictureProblem || "No picture yet");
    else setText(caption, isStale ? `${ageWords(age)} old` : `${ageWords(age)} ago`);
  }
}

function pair(name) {
  const group = document.createElement("div");
  group.append(document.createElement("dt"), document.createElement("dd"));
  group.firstElementChild.textContent = name;
  return group;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
