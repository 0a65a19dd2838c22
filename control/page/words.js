// Figures and names as people read them.

const DISTORTIONS = {
  none: "Clean",
  lens_blur: "Out of focus",
  motion_blur: "Motion blur",
  gaussian_noise: "Noise",
  overexposure: "Over-exposed",
  underexposure: "Under-exposed",
  compression: "Compression artefacts",
  ghosting: "Ghosting",
  aliasing: "Aliasing",
  fixed_pattern_noise: "Fixed-pattern noise",
  dead_pixels: "Dead pixels",
  line_noise: "Line noise",
  interlace_combing: "Interlace combing",
  packet_loss: "Packet loss",
  fogged_lens: "Fogged lens",
  shading: "Shading",
  obstruction: "Obstructed",
  blackout: "Blackout",
  banding: "Banding",
  distorted: "Distorted",
};

export function distortionWords(kind) {
  return DISTORTIONS[kind] || kind.replaceAll("_", " ");
}

export const THRESHOLD = 0.5;

/** The colour of a score: hue from red to green, as FLIQE paints it; the style sheet sets a readable lightness. */
export function hueOf(score) {
  return Math.round(120 * Math.min(1, Math.max(0, score)));
}

export function scoreWords(score) {
  if (score >= 0.8) return "good";
  if (score >= THRESHOLD) return "fair";
  return score >= 0.25 ? "poor" : "bad";
}

export function count(value) {
  return value === null || value === undefined ? "–" : value.toLocaleString("en");
}

export function perSecond(value) {
  return value === null || value === undefined ? "–" : `${value.toFixed(1)}/s`;
}

export function milliseconds(value) {
  if (value === null || value === undefined) return "–";
  return value < 10000 ? `${Math.round(value)} ms` : ageWords(value);
}

export function ageWords(ms) {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}
