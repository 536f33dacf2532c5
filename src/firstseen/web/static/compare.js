// @ts-check
// Frame compare: this footage and a known one at the same moment, side by side or on each other.
// Works on kept pictures at once, and on the videos' own frames as soon as they have come.

import { Footage, clock, corners, mapped, nearest, sizeOf, unmapped } from "./footage.js";

/**
 * @typedef {import("./footage.js").Segment} Segment
 * @typedef {import("./footage.js").Picture} Picture
 * @typedef {import("./footage.js").Moment} Moment
 * @typedef {"side" | "flicker" | "difference" | "overlay"} Mode
 */

/** @type {Mode[]} */
const MODES = ["side", "flicker", "difference", "overlay"];
const LARGEST_DRIFT_S = 0.12;
// Kept pictures lie half a second apart: what is further from its moment than a few frames is not the same moment.
const APART_S = 0.15;
// Source: WCAG 2.3.1 allows three flashes a second; three changes are one and a half.
const MOST_CHANGES_PER_S = 3;

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
    /** @type {Moment | undefined} */
    this.ours = undefined;
    /** @type {Moment | undefined} */
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
    this.stage.setAttribute("aria-busy", "true");
    const [ours, theirs] = await this.moment(segment);
    if (mine !== this.turn) return;
    this.draw(ours, theirs);
    void this.sharpen(segment, mine);
  }

  /** Whether only the query can be sought: then it goes where the known footage has kept pictures. */
  get onlyOurs() {
    return this.query.plays && !this.reference.plays && this.reference.index.times.length > 0;
  }

  /** What the two show at the moment that is looked at. @param {Segment} segment @returns {Promise<[Moment, Moment]>} */
  async moment(segment) {
    if (this.onlyOurs) {
      const theirs = await this.reference.at(mapped(segment, this.time_s));
      const [start, end] = segment.query;
      // The middle of that frame: at its first instant the other file may still show the shot before.
      const wanted = unmapped(segment, theirs.time_s + 0.5 / (this.reference.index.fps || 25));
      return [await this.query.at(Math.min(Math.max(wanted, start), end)), theirs];
    }
    const ours = await this.query.at(this.time_s);
    const middle = this.query.plays || !this.reference.plays ? 0 : 0.5 / (this.query.index.fps || 25);
    return [ours, await this.reference.at(mapped(segment, ours.time_s + middle))];
  }

  /** The videos' own frames in place of kept pictures, which are of other moments. @param {Segment} segment @param {number} mine */
  async sharpen(segment, mine) {
    if (!this.playing && !(this.query.plays && this.reference.plays)) {
      const opened = await Promise.all([this.query.open(), this.reference.open()]);
      if (mine !== this.turn) return;
      if (opened.some(Boolean) && !this.playing) {
        const [ours, theirs] = await this.moment(segment);
        if (mine !== this.turn) return;
        this.draw(ours, theirs);
      }
    }
    this.stage.setAttribute("aria-busy", "false");
  }

  /** @param {Moment} ours @param {Moment} theirs */
  draw(ours, theirs) {
    this.ours = ours;
    this.theirs = theirs;
    this.slider.value = String(this.time_s);
    const apart = this.segment ? Math.abs(theirs.time_s - mapped(this.segment, ours.time_s)) : 0;
    const told = `${clock(ours.time_s)} ${apart > APART_S ? "≈" : "="} ${clock(theirs.time_s)}`;
    part(this.root, "[data-apart]", HTMLElement).textContent =
      apart > APART_S ? (this.words.apart ?? "").replace("{seconds}", apart.toFixed(1)) : "";
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

  /** One frame on or back: the next kept picture, or the next frame where both videos can be sought. @param {number} way */
  step(way) {
    const { segment } = this;
    if (!segment) return undefined;
    this.pause();
    if (this.onlyOurs) {
      const kept = this.reference.index.times;
      const next = nearest(kept, mapped(segment, this.time_s)) + (segment.reversed ? -way : way);
      return this.show(unmapped(segment, kept[Math.min(Math.max(next, 0), kept.length - 1)] ?? 0));
    }
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
