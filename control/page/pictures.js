// Fetches pictures for the cards that can be seen: a few at a time, each when its camera has a new frame.

import { getPicture } from "./api.js";

const AT_ONCE = 3;
const PAUSE_AFTER_PROBLEM_MS = 3000;

export class PictureLoader {
  constructor() {
    this.visible = new Set();
    this.loading = new Set();
    this.turn = [];
    this.observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) this.visible.add(entry.target);
        else this.visible.delete(entry.target);
      }
    }, { rootMargin: "100px" });
  }

  watch(card) {
    this.turn.push(card);
    this.observer.observe(card.element);
  }

  forget(card) {
    this.turn = this.turn.filter((other) => other !== card);
    this.observer.unobserve(card.element);
    this.visible.delete(card.element);
  }

  /** Starts what can be started now; the card that waited longest comes first. */
  load() {
    for (const card of [...this.turn]) {
      if (this.loading.size >= AT_ONCE) return;
      if (this.wants(card)) this.loadOne(card);
    }
  }

  wants(card) {
    const isDue = !card.pictureDueAt || Date.now() >= card.pictureDueAt;
    return isDue && this.visible.has(card.element) && !this.loading.has(card) && card.wantedFrame !== card.shownFrame;
  }

  async loadOne(card) {
    const frame = card.wantedFrame;
    this.loading.add(card);
    this.turn = [...this.turn.filter((other) => other !== card), card];
    try {
      const { blob, ageMs } = await getPicture(card.cameraId);
      await card.showPicture(blob, ageMs, frame);
    } catch (error) {
      card.pictureDueAt = Date.now() + PAUSE_AFTER_PROBLEM_MS;
      card.showNoPicture(error.message);
    } finally {
      this.loading.delete(card);
      this.load();
    }
  }
}
