// @ts-check
// Footage as it is compared: which moments and places of two files belong together, and the pictures of one file.
// Times are seconds in a file; places are shares (0 to 1) of a picture.

/**
 * @typedef {{number: number, media: string, title: string, times: string, query: [number, number],
 *   reference: [number, number], speed: number, mirrored: boolean, reversed: boolean, track: string,
 *   region: number[], queryRegion: number[], outline: number[][], evidence: [number, number]}} Segment
 * @typedef {{times: number[], duration_s: number, fps: number, play: string}} Index
 * @typedef {HTMLImageElement | HTMLVideoElement} Picture
 * @typedef {{picture: Picture | null, time_s: number}} Moment
 * @typedef {[number, number]} Point
 */

const KEPT_PICTURES = 80;
const FRAME_WITHIN_MS = 300;

/**
 * The moment of the known footage that shows what the query shows.
 * @param {Segment} segment @param {number} time_s
 */
export function mapped(segment, time_s) {
  const [start, end] = segment.query;
  const [from, to] = segment.reference;
  if (end <= start) return from;
  const share = (time_s - start) / (end - start);
  return segment.reversed ? to - share * (to - from) : from + share * (to - from);
}

/**
 * The moment of the query that shows what the known footage shows.
 * @param {Segment} segment @param {number} time_s
 */
export function unmapped(segment, time_s) {
  const [start, end] = segment.query;
  const [from, to] = segment.reference;
  if (to <= from) return start;
  const share = (time_s - from) / (to - from);
  return segment.reversed ? end - share * (end - start) : start + share * (end - start);
}

/**
 * The place of the largest index whose time is nearest; -1 for none.
 * @param {number[]} times @param {number} time_s
 */
export function nearest(times, time_s) {
  let best = -1;
  for (let i = 0; i < times.length; i += 1) {
    const away = Math.abs((times[i] ?? 0) - time_s);
    if (best < 0 || away < Math.abs((times[best] ?? 0) - time_s)) best = i;
  }
  return best;
}

/**
 * Where the corners of the query (top left, top right, bottom left) lie on the known picture.
 * @param {Segment} segment @returns {[Point, Point, Point]}
 */
export function corners(segment) {
  const [a, b, , d] = segment.outline;
  if (a && b && d) return [point(a), point(b), point(d)];
  const [rx0 = 0, ry0 = 0, rx1 = 1, ry1 = 1] = segment.region;
  const [qx0 = 0, qy0 = 0, qx1 = 1, qy1 = 1] = segment.queryRegion;
  const wide = (rx1 - rx0) / Math.max(qx1 - qx0, 1e-6);
  const high = (ry1 - ry0) / Math.max(qy1 - qy0, 1e-6);
  const across = (/** @type {number} */ x) => segment.mirrored ? rx1 - (x - qx0) * wide : rx0 + (x - qx0) * wide;
  const down = (/** @type {number} */ y) => ry0 + (y - qy0) * high;
  return [[across(0), down(0)], [across(1), down(0)], [across(0), down(1)]];
}

/** @param {number[]} pair @returns {Point} */
function point(pair) {
  return [pair[0] ?? 0, pair[1] ?? 0];
}

/** @param {number} time_s */
export function clock(time_s) {
  const tenths = Math.round(Math.max(0, time_s) * 10);
  const seconds = String(Math.floor((tenths % 600) / 10)).padStart(2, "0");
  return `${Math.floor(tenths / 600)}:${seconds}.${tenths % 10}`;
}

/** One side: the pictures kept of a file, and the file itself once it plays. */
export class Footage {
  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
    this.id = "";
    /** @type {Index} */
    this.index = { times: [], duration_s: 0, fps: 0, play: "" };
    /** @type {Map<number, Promise<HTMLImageElement | null>>} */
    this.pictures = new Map();
    this.plays = false;
    /** @type {Promise<boolean> | undefined} */
    this.opening = undefined;
  }

  /** @param {string} id */
  async choose(id) {
    if (id === this.id) return;
    this.id = id;
    this.plays = false;
    this.opening = undefined;
    this.video.removeAttribute("src");
    this.pictures.clear();
    const answer = await fetch(`/stills/${id}/index.json`);
    const index = answer.ok ? /** @type {Index} */ (await answer.json()) : { times: [], duration_s: 0, fps: 0, play: "" };
    if (this.id === id) this.index = index;
  }

  /** Get the file ready to be played; false when that cannot be done. @returns {Promise<boolean>} */
  open() {
    this.opening ??= this.load();
    return this.opening;
  }

  /** @returns {Promise<boolean>} */
  async load() {
    if (!this.index.play) return false;
    const { id, video } = this;
    video.muted = true;
    const plays = await new Promise((resolve) => {
      video.addEventListener("loadeddata", () => resolve(video.videoWidth > 0), { once: true });
      video.addEventListener("error", () => resolve(false), { once: true });
      video.src = this.index.play;
      video.load();
    });
    if (id === this.id) this.plays = plays;
    return plays;
  }

  /**
   * The picture at a moment, and the moment it is of.
   * @param {number} time_s @returns {Promise<Moment>}
   */
  async at(time_s) {
    if (this.plays) return { picture: await this.sought(time_s), time_s };
    const place = nearest(this.index.times, time_s);
    if (place < 0) return { picture: null, time_s };
    const kept = this.index.times[place] ?? 0;
    return { picture: await this.still(kept), time_s: kept };
  }

  /** @param {number} kept @returns {Promise<HTMLImageElement | null>} */
  still(kept) {
    const known = this.pictures.get(kept);
    if (known) return known;
    const loading = new Promise((/** @type {(image: HTMLImageElement | null) => void} */ resolve) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = () => resolve(null);
      image.src = `/stills/${this.id}/${kept.toFixed(3)}.jpg`;
    });
    const [oldest] = this.pictures.keys();
    if (oldest !== undefined && this.pictures.size >= KEPT_PICTURES) this.pictures.delete(oldest);
    this.pictures.set(kept, loading);
    return loading;
  }

  /** @param {number} time_s @returns {Promise<HTMLVideoElement>} */
  sought(time_s) {
    const { video } = this;
    if (!video.seeking && Math.abs(video.currentTime - time_s) < 0.005) return Promise.resolve(video);
    const frame_s = 1.5 / (this.index.fps || 25);
    return new Promise((resolve) => {
      const drawable = () => resolve(video);
      /** @type {VideoFrameRequestCallback} */
      const came = (_, told) => {
        if (told.mediaTime <= time_s + 0.005 && time_s - told.mediaTime < frame_s) drawable();
        else video.requestVideoFrameCallback(came);
      };
      // "seeked" may come before the frame can be drawn, and no frame comes where the one that is shown stays.
      if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(came);
      video.addEventListener("seeked", () => window.setTimeout(drawable, FRAME_WITHIN_MS), { once: true });
      video.currentTime = time_s;
    });
  }
}

/** @param {Picture} picture @returns {[number, number]} */
export function sizeOf(picture) {
  return picture instanceof HTMLVideoElement
    ? [picture.videoWidth, picture.videoHeight]
    : [picture.naturalWidth, picture.naturalHeight];
}
