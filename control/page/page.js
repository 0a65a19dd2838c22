// Follows the control plane: asks once a second, shows what is new, and says so when there is no answer.

import { getJson } from "./api.js";
import { Card } from "./card.js";
import { askForToken, wireProcessor } from "./dialogs.js";
import { PictureLoader } from "./pictures.js";
import { showParts, showReasons, showTotals } from "./status.js";
import { ageWords } from "./words.js";

const PERIOD_MS = 1000;
const AGE_PERIOD_MS = 500;
const GONE_AFTER_MS = 3000;
const POINTS = 600;

const by = (id) => document.getElementById(id);
const cards = new Map();
const pictures = new PictureLoader();
let cursor = 0;
let answeredAt = Date.now();
let triedToken = false;
let timer = 0;

async function refresh() {
  try {
    const [status, cameras, results, summary] = await Promise.all([
      getJson("/status"), getJson("/v1/cameras"), getJson(`/v1/results?after=${cursor}&last=${POINTS}`), getJson("/v1/summary"),
    ]);
    answeredAt = Date.now();
    triedToken = false;
    show(status, cameras, results, summary);
  } catch (error) {
    if (error.status === 401) return askForToken(() => { triedToken = true; refresh(); }, triedToken ? "That is not it." : "");
    showAlert(error.status ? error.message : "");
  }
  return again();
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(refresh, document.hidden ? 10 * PERIOD_MS : PERIOD_MS);
}

function show(status, cameras, results, summary) {
  showAlert("");
  showParts(by("parts"), status);
  showReasons(by("reasons"), status.reasons);
  showTotals(by("totals"), summary);
  showButtons(status, cameras);
  showCameras(cameras, results);
  by("version").textContent = `flir-iqa ${status.version}`;
  document.title = titleOf(status, cameras);
}

function showButtons(status, cameras) {
  const isRunning = status.status === "running";
  by("start").hidden = !status.supervised || isRunning;
  by("stop").hidden = !status.supervised || !isRunning;
  by("empty").hidden = cameras.length > 0;
  by("start-first").hidden = !status.supervised || isRunning;
}

function showCameras(cameras, results) {
  const known = new Set(cameras.map((camera) => camera.id));
  for (const [id, card] of cards) {
    if (!known.has(id)) removeCard(id, card);
  }
  cursor = results.cursor;
  for (const camera of cameras) {
    const card = cards.get(camera.id) || addCard(camera.id);
    card.addPoints(results.cameras[camera.id] || []);
    announce(card.update(camera, clockOf(camera)));
  }
  pictures.load();
}

/** The time by the clock that the results were stamped with; ours may go wrong. */
function clockOf(camera) {
  return camera.latest ? Date.parse(camera.latest.timestamp) + camera.age_ms : Date.now();
}

function addCard(id) {
  const card = new Card(id);
  cards.set(id, card);
  by("cameras").append(card.element);
  pictures.watch(card);
  return card;
}

function removeCard(id, card) {
  pictures.forget(card);
  card.element.remove();
  cards.delete(id);
}

function showAlert(problem) {
  const silentMs = Date.now() - answeredAt;
  const isGone = silentMs > GONE_AFTER_MS;
  const alert = by("alert");
  document.body.classList.toggle("gone", isGone);
  if (isGone) cards.forEach((card) => card.showState("unknown"));
  by("connection").textContent = isGone ? "Not connected" : "Connected";
  const text = isGone
    ? `The control plane does not answer${problem ? `: ${problem}` : ""}. What you see is ${ageWords(silentMs)} old.`
    : problem;
  if (alert.textContent !== text) alert.textContent = text;
  alert.hidden = !text;
}

function announce(text) {
  if (text) by("announcer").textContent = text;
}

function titleOf(status, cameras) {
  const scores = cameras.filter((camera) => camera.latest && camera.state === "live");
  const poor = scores.filter((camera) => camera.latest.smoothed_image_quality < 0.5).length;
  const word = status.status === "stopped" ? "stopped" : poor ? `${poor} of ${scores.length} poor` : status.health;
  return `flir-iqa: ${word}`;
}

function showProblem(error) {
  showAlert(error.message);
}

wireProcessor(refresh, showProblem);
setInterval(() => cards.forEach((card) => card.showAge()), AGE_PERIOD_MS);
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
refresh();
