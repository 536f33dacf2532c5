// @ts-check
// Frame compare: this footage and a known one at the same moment, side by side or on each other.
// Times are seconds in a file; places are shares (0 to 1) of a picture. Works on kept pictures, and on the videos
// themselves once they are asked to play.

/**
 * @typedef {{number: number, media: string, title: string, times: string, query: [number, number],
 *   reference: [number, number], speed: number, mirrored: boolean, reversed: boolean, track: string,
 *   region: number[], queryRegion: number[], outline: number[][], evidence: [number, number]}} Segment
 * @typedef {{times: number[], duration_s: number, fps: number, play: string}} Index
 * @typedef {"side" | "flicker" | "difference" | "overlay"} Mode
 * @typedef {HTMLImageElement | HTMLVideoElement} Picture
 * @typedef {[number, number]} Point
 */

/** @type {Mode[]} */
const MODES = ["side", "flicker", "difference", "overlay"];
const LARGEST_DRIFT_S = 0.12;
const KEPT_PICTURES = 80;
// Source: WCAG 2.3.1 allows three flashes a second; three changes are one and a half.
const MOST_CHANGES_PER_S = 3;

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
class Footage {
  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
    this.id = "";
    /** @type {Index} */
    this.index = { times: [], duration_s: 0, fps: 0, play: "" };
    /** @type {Map<number, Promise<HTMLImageElement | null>>} */
    this.pictures = new Map();
    this.plays = false;
  }

  /** @param {string} id */
  async choose(id) {
    if (id === this.id) return;
    this.id = id;
    this.plays = false;
    this.video.removeAttribute("src");
    this.pictures.clear();
    const answer = await fetch(`/stills/${id}/index.json`);
    const index = answer.ok ? /** @type {Index} */ (await answer.json()) : { times: [], duration_s: 0, fps: 0, play: "" };
    if (this.id === id) this.index = index;
  }

  /** Get the file ready to be played; false when that cannot be done. @returns {Promise<boolean>} */
  async open() {
    if (this.plays) return true;
    if (!this.index.play) return false;
    const { video } = this;
    video.muted = true;
    this.plays = await new Promise((resolve) => {
      video.addEventListener("loadeddata", () => resolve(video.videoWidth > 0), { once: true });
      video.addEventListener("error", () => resolve(false), { once: true });
      video.src = this.index.play;
      video.load();
    });
    return this.plays;
  }

  /**
   * The picture at a moment, and the moment it is of.
   * @param {number} time_s @returns {Promise<{picture: Picture | null, time_s: number}>}
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
    if (Math.abs(video.currentTime - time_s) < 0.005) return Promise.resolve(video);
    return new Promise((resolve) => {
      video.addEventListener("seeked", () => resolve(video), { once: true });
      video.currentTime = time_s;
    });
  }
}

/**
 * A part of the tool; an Error names what the page lacks.
 * @template {Element} E
 * @param {ParentNode} root @param {string} what @param {new () => E} kind @returns {E}
 */
function part(root, what, kind) {
  const found = root.querySelector(what);
  if (!(found instanceof kind)) throw new Error(`frame compare lacks ${what}`);
  return found;
}

/** @param {Picture} picture @returns {[number, number]} */
function sizeOf(picture) {
  return picture instanceof HTMLVideoElement
    ? [picture.videoWidth, picture.videoHeight]
    : [picture.naturalWidth, picture.naturalHeight];
}

class Compare {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Segment[]} */
    this.segments = JSON.parse(root.dataset.segments ?? "[]").filter(
      (/** @type {Segment} */ one) => one.track === "picture",
    );
    /** @type {Record<string, string>} */
    this.words = JSON.parse(root.dataset.words ?? "{}");
    this.tool = part(root, ".compare-tool", HTMLElement);
    this.stage = part(root, ".stage", HTMLElement);
    this.slider = part(root, ".scrub input", HTMLInputElement);
    this.playButton = part(root, "[data-do=play]", HTMLButtonElement);
    this.mirror = part(root, "[data-do=mirror]", HTMLInputElement);
    this.outline = part(root, "[data-do=outline]", HTMLInputElement);
    this.flicker = part(root, "[data-do=flicker]", HTMLInputElement);
    this.rate = part(root, "[data-do=rate]", HTMLInputElement);
    this.opacity = part(root, "[data-do=opacity]", HTMLInputElement);
    this.note = part(root, "[data-note]", HTMLElement);
    this.query = new Footage(part(root, "[data-video=query]", HTMLVideoElement));
    this.reference = new Footage(part(root, "[data-video=reference]", HTMLVideoElement));
    /** @type {Mode} */
    this.mode = "side";
    this.time_s = 0;
    this.turn = 0;
    this.front = true;
    this.playing = false;
    this.timer = 0;
    /** @type {number | undefined} */
    this.beating = undefined;
    /** @type {{picture: Picture | null, time_s: number} | undefined} */
    this.ours = undefined;
    /** @type {{picture: Picture | null, time_s: number} | undefined} */
    this.theirs = undefined;
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)");
    const wanted = Number(root.dataset.chosen);
    this.segment = this.segments.find((one) => one.number === wanted) ?? this.segments[0];
  }

  async start() {
    if (!this.segment) return;
    this.listen();
    await this.choose(this.segment);
    if (!this.query.index.times.length && !this.query.index.play) return;
    part(this.root, ".compare-plain", HTMLElement).hidden = true;
    this.tool.hidden = false;
    this.root.dataset.ready = "yes";
  }

  /** @param {Segment} segment */
  async choose(segment) {
    this.pause();
    this.segment = segment;
    await Promise.all([this.query.choose(this.root.dataset.query ?? ""), this.reference.choose(segment.media)]);
    const [start, end] = segment.query;
    this.slider.min = String(start);
    this.slider.max = String(Math.max(end, start + 0.04));
    this.mirror.checked = segment.mirrored;
    part(this.root, "[data-title]", HTMLElement).textContent = segment.title;
    part(this.root, "[data-both]", HTMLElement).textContent = segment.times;
    for (const link of this.root.querySelectorAll("a[data-segment]")) {
      if (link.getAttribute("data-segment") === String(segment.number)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const evident = segment.evidence[0];
    await this.show(evident >= start && evident <= end && evident > 0 ? evident : (start + end) / 2);
  }

  /** Show a moment of the query. @param {number} time_s */
  async show(time_s) {
    const { segment } = this;
    if (!segment) return;
    const [start, end] = segment.query;
    this.time_s = Math.min(Math.max(time_s, start), end);
    this.turn += 1;
    const mine = this.turn;
    const [ours, theirs] = await Promise.all([
      this.query.at(this.time_s),
      this.reference.at(mapped(segment, this.time_s)),
    ]);
    if (mine === this.turn) this.draw(ours, theirs);
  }

  /**
   * @param {{picture: Picture | null, time_s: number}} ours
   * @param {{picture: Picture | null, time_s: number}} theirs
   */
  draw(ours, theirs) {
    this.ours = ours;
    this.theirs = theirs;
    this.slider.value = String(this.time_s);
    const told = `${clock(ours.time_s)} = ${clock(theirs.time_s)}`;
    this.slider.setAttribute("aria-valuetext", told);
    part(this.root, "[data-clock=query]", HTMLElement).textContent = clock(ours.time_s);
    part(this.root, "[data-clock=reference]", HTMLElement).textContent = clock(theirs.time_s);
    part(this.root, "[data-both]", HTMLElement).textContent = told;
    if (this.mode === "side") {
      this.drawAlone("query", ours.picture);
      this.drawAlone("reference", theirs.picture);
    } else this.drawBoth();
  }

  /** @param {string} side @returns {HTMLCanvasElement} */
  canvas(side) {
    return part(this.root, `[data-side=${side}] canvas`, HTMLCanvasElement);
  }

  /** @param {"query" | "reference"} side @param {Picture | null} picture */
  drawAlone(side, picture) {
    const { segment } = this;
    const canvas = this.canvas(side);
    const paint = this.fit(canvas, picture);
    if (!paint || !picture || !segment) return;
    const flipped = side === "query" && this.mirror.checked;
    if (flipped) paint.setTransform(-1, 0, 0, 1, canvas.width, 0);
    paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
    paint.setTransform(1, 0, 0, 1, 0, 0);
    if (!this.outline.checked) return;
    this.line(paint, canvas, side === "query" ? this.inside(segment, flipped) : this.around(segment));
  }

  /** The part of the query that shows the known footage. @param {Segment} segment @param {boolean} flipped */
  inside(segment, flipped) {
    const [x0 = 0, y0 = 0, x1 = 1, y1 = 1] = segment.queryRegion;
    const [left, right] = flipped ? [1 - x1, 1 - x0] : [x0, x1];
    return [[left, y0], [right, y0], [right, y1], [left, y1]];
  }

  /** Where the query lies on the known footage. @param {Segment} segment @returns {number[][]} */
  around(segment) {
    if (segment.outline.length) return segment.outline;
    const [x0 = 0, y0 = 0, x1 = 1, y1 = 1] = segment.region;
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
  }

  /** @param {CanvasRenderingContext2D} paint @param {HTMLCanvasElement} canvas @param {number[][]} shape */
  line(paint, canvas, shape) {
    for (const [colour, width] of /** @type {[string, number][]} */ ([["#000", 5], ["#ffd500", 2.5]])) {
      paint.beginPath();
      for (const [x = 0, y = 0] of shape) paint.lineTo(x * canvas.width, y * canvas.height);
      paint.closePath();
      paint.strokeStyle = colour;
      paint.lineWidth = width;
      paint.stroke();
    }
  }

  drawBoth() {
    const { segment } = this;
    const ours = this.ours?.picture ?? null;
    const theirs = this.theirs?.picture ?? null;
    const canvas = this.canvas("both");
    const paint = this.fit(canvas, theirs);
    if (!paint || !segment || !theirs) return;
    if (!(this.mode === "flicker" && this.front)) paint.drawImage(theirs, 0, 0, canvas.width, canvas.height);
    const shown = this.mode !== "flicker" || this.front;
    if (ours && shown) {
      const [a, b, c] = corners(segment);
      const { width, height } = canvas;
      paint.globalCompositeOperation = this.mode === "difference" ? "difference" : "source-over";
      paint.globalAlpha = this.mode === "overlay" ? Number(this.opacity.value) / 100 : 1;
      paint.setTransform((b[0] - a[0]) * width, (b[1] - a[1]) * height, (c[0] - a[0]) * width, (c[1] - a[1]) * height, a[0] * width, a[1] * height);
      if (this.mirror.checked !== segment.mirrored) paint.transform(-1, 0, 0, 1, 1, 0);
      paint.drawImage(ours, 0, 0, 1, 1);
      paint.setTransform(1, 0, 0, 1, 0, 0);
      paint.globalCompositeOperation = "source-over";
      paint.globalAlpha = 1;
    }
    if (this.outline.checked) this.line(paint, canvas, this.around(segment));
  }

  /** @param {HTMLCanvasElement} canvas @param {Picture | null} picture */
  fit(canvas, picture) {
    if (picture) {
      const [width, height] = sizeOf(picture);
      const scale = Math.min(1, 960 / Math.max(width, height, 1));
      canvas.width = Math.max(1, Math.round(width * scale));
      canvas.height = Math.max(1, Math.round(height * scale));
    }
    const paint = canvas.getContext("2d");
    paint?.clearRect(0, 0, canvas.width, canvas.height);
    if (!picture && paint) {
      paint.fillStyle = "#888";
      paint.fillText(this.words.none ?? "", 12, 24, canvas.width - 24);
    }
    return paint;
  }

  /** One frame on or back: the next kept picture, or the next frame of the video. @param {number} way */
  step(way) {
    this.pause();
    if (this.query.plays) return this.show(this.time_s + way / (this.query.index.fps || 25));
    const { times } = this.query.index;
    const place = nearest(times, this.time_s) + way;
    return this.show(times[Math.min(Math.max(place, 0), times.length - 1)] ?? this.time_s);
  }

  /** The next segment, or the one before. @param {number} way */
  jump(way) {
    const place = this.segments.findIndex((one) => one === this.segment) + way;
    const next = this.segments[(place + this.segments.length) % this.segments.length];
    return next ? this.choose(next) : undefined;
  }

  async play() {
    const { segment } = this;
    if (!segment || this.playing) return this.pause();
    this.playing = true;
    this.playButton.setAttribute("aria-pressed", "true");
    this.playButton.textContent = `⏸ ${this.words.pause ?? ""}`;
    const both = !segment.reversed && (await Promise.all([this.query.open(), this.reference.open()])).every(Boolean);
    if (!this.playing) return undefined;
    if (this.time_s >= segment.query[1] - 0.2) await this.show(segment.query[0]);
    if (both) return this.run(segment);
    if (!segment.reversed) this.note.textContent = this.words.unplayable ?? "";
    this.walk(segment);
    return undefined;
  }

  /** Both videos, the known one kept in step. @param {Segment} segment */
  async run(segment) {
    const ours = this.query.video;
    const theirs = this.reference.video;
    await this.show(this.time_s);
    theirs.playbackRate = Math.min(Math.max(segment.speed, 0.0625), 16);
    await Promise.all([ours.play(), theirs.play()]).catch(() => this.pause());
    const tick = () => {
      if (!this.playing || this.segment !== segment) return;
      this.time_s = ours.currentTime;
      const wanted = mapped(segment, this.time_s);
      if (Math.abs(theirs.currentTime - wanted) > LARGEST_DRIFT_S && !theirs.seeking) theirs.currentTime = wanted;
      this.draw({ picture: ours, time_s: ours.currentTime }, { picture: theirs, time_s: theirs.currentTime });
      if (this.time_s >= segment.query[1] || ours.ended) this.pause();
      else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  /** Kept pictures one after the other, at their own pace. @param {Segment} segment */
  walk(segment) {
    const { times } = this.query.index;
    const place = nearest(times, this.time_s);
    const next = times[place + 1];
    if (!this.playing || next === undefined || next > segment.query[1]) return this.pause();
    this.timer = window.setTimeout(async () => {
      await this.show(next);
      this.walk(segment);
    }, Math.min(1000 * (next - (times[place] ?? 0)), 2000));
    return undefined;
  }

  pause() {
    this.playing = false;
    window.clearTimeout(this.timer);
    this.query.video.pause();
    this.reference.video.pause();
    this.playButton.setAttribute("aria-pressed", "false");
    this.playButton.textContent = `▶ ${this.words.play ?? ""}`;
  }

  /** @param {Mode} mode */
  use(mode) {
    this.mode = mode;
    this.stage.dataset.mode = mode;
    for (const figure of this.stage.querySelectorAll("figure")) {
      figure.hidden = (figure.dataset.side === "both") === (mode === "side");
    }
    part(this.root, ".flicker-options", HTMLElement).hidden = mode !== "flicker";
    part(this.root, ".overlay-options", HTMLElement).hidden = mode !== "overlay";
    const chosen = part(this.root, `[name=mode][value=${mode}]`, HTMLInputElement);
    chosen.checked = true;
    this.beat();
    this.redraw();
  }

  redraw() {
    if (this.ours && this.theirs) this.draw(this.ours, this.theirs);
  }

  swap() {
    this.front = !this.front;
    this.redraw();
  }

  /** Start or stop the flicker as it is asked for; never by itself where less motion is wished. */
  beat() {
    window.clearInterval(this.beating);
    this.beating = undefined;
    if (this.calm.matches && this.flicker.checked) {
      this.flicker.checked = false;
      this.note.textContent = this.words.reduced ?? "";
    }
    if (this.mode !== "flicker" || !this.flicker.checked) return;
    const changes = Math.min(Number(this.rate.value) || 1, MOST_CHANGES_PER_S);
    this.beating = window.setInterval(() => this.swap(), 1000 / changes);
  }

  listen() {
    this.slider.addEventListener("input", () => {
      this.pause();
      void this.show(Number(this.slider.value));
    });
    for (const input of this.root.querySelectorAll("[name=mode]")) {
      input.addEventListener("change", () => this.use(/** @type {Mode} */ (/** @type {HTMLInputElement} */ (input).value)));
    }
    for (const input of [this.mirror, this.outline, this.opacity]) input.addEventListener("input", () => this.redraw());
    for (const input of [this.flicker, this.rate]) input.addEventListener("input", () => this.beat());
    /** @type {Record<string, () => unknown>} */
    const does = { play: () => this.play(), back: () => this.step(-1), forward: () => this.step(1), swap: () => this.swap() };
    for (const button of this.root.querySelectorAll("button[data-do]")) {
      button.addEventListener("click", () => does[button.getAttribute("data-do") ?? ""]?.());
    }
    for (const link of this.root.querySelectorAll("a[data-segment]")) {
      link.addEventListener("click", (event) => {
        const number = Number(link.getAttribute("data-segment"));
        const segment = this.segments.find((one) => one.number === number);
        if (!segment) return;
        event.preventDefault();
        void this.choose(segment);
        this.stage.focus();
      });
    }
    this.stage.addEventListener("keydown", (event) => this.key(event));
    this.calm.addEventListener("change", () => this.beat());
    document.addEventListener("visibilitychange", () => document.hidden && this.pause());
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = event.key === "ArrowLeft" ? -1 : 1;
    /** @type {Record<string, () => unknown>} */
    const does = {
      ArrowLeft: () => (event.shiftKey ? this.show(this.time_s - 1) : this.step(way)),
      ArrowRight: () => (event.shiftKey ? this.show(this.time_s + 1) : this.step(way)),
      "[": () => this.jump(-1),
      "]": () => this.jump(1),
      " ": () => this.play(),
      m: () => this.toggle(this.mirror),
      o: () => this.toggle(this.outline),
      x: () => this.swap(),
    };
    MODES.forEach((mode, place) => {
      does[String(place + 1)] = () => this.use(mode);
    });
    const act = does[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    void act();
  }

  /** @param {HTMLInputElement} box */
  toggle(box) {
    box.checked = !box.checked;
    this.redraw();
  }
}

const root = document.getElementById("compare");
if (root) void new Compare(root).start();
