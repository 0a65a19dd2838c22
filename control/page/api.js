// Talks to the control plane. A token is kept for this tab alone.

const TOKEN_KEY = "flir-iqa-token";
const DEADLINE_MS = 8000;
const START_DEADLINE_MS = 40000;

/** An answer that is an error: `status` is the HTTP status, the message is for people. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export function setToken(token) {
  sessionStorage.setItem(TOKEN_KEY, token);
}

export async function getJson(path) {
  return (await ask(path, {}, DEADLINE_MS)).json();
}

export async function postJson(path, body) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return (await ask(path, options, START_DEADLINE_MS)).json();
}

/** Returns the latest picture of a camera, and its age at the moment of the answer. */
export async function getPicture(cameraId) {
  const answer = await ask(`/v1/cameras/${encodeURIComponent(cameraId)}/picture`, {}, DEADLINE_MS);
  return { blob: await answer.blob(), ageMs: Number(answer.headers.get("X-Age-Ms")) };
}

async function ask(path, options, deadlineMs) {
  const token = sessionStorage.getItem(TOKEN_KEY);
  const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(path, { ...options, headers, signal: AbortSignal.timeout(deadlineMs) });
  if (!answer.ok) {
    throw new Problem(answer.status, await detailOf(answer));
  }
  return answer;
}

async function detailOf(answer) {
  try {
    return (await answer.json()).detail || answer.statusText;
  } catch {
    return answer.statusText || `the server answered ${answer.status}`;
  }
}
