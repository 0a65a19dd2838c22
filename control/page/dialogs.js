// The two dialogs: start, and the token.

import { postJson, setToken } from "./api.js";

const by = (id) => document.getElementById(id);

/** Wires the start and stop buttons; `onDone` is called when something was started or stopped. */
export function wireProcessor(onDone, onProblem) {
  const dialog = by("start-dialog");
  const open = () => {
    by("start-problem").textContent = "";
    dialog.showModal();
    by("video-uri").focus();
  };
  by("start").addEventListener("click", open);
  by("start-first").addEventListener("click", open);
  by("start-cancel").addEventListener("click", () => dialog.close());
  by("start-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const address = by("video-uri").value.trim();
    await whileBusy(by("start-submit"), "Starting…", async () => {
      await postJson("/start", address ? { video_uri: address } : {});
      by("video-uri").value = "";
      dialog.close();
      onDone();
    }, (error) => { by("start-problem").textContent = error.message; });
  });
  by("stop").addEventListener("click", () => whileBusy(by("stop"), "Stopping…", async () => {
    await postJson("/stop", {});
    onDone();
  }, onProblem));
}

/** Asks for the token; `onGiven` is called when there is one to try. */
export function askForToken(onGiven, problem) {
  const dialog = by("token-dialog");
  by("token-problem").textContent = problem;
  if (dialog.open) return;
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  by("token-form").onsubmit = (event) => {
    event.preventDefault();
    setToken(by("token").value.trim());
    by("token").value = "";
    dialog.close();
    onGiven();
  };
  dialog.showModal();
}

async function whileBusy(button, words, action, onProblem) {
  const before = button.textContent;
  button.disabled = true;
  button.textContent = words;
  try {
    await action();
  } catch (error) {
    onProblem(error);
  } finally {
    button.disabled = false;
    button.textContent = before;
  }
}
