// @ts-check
// Search over the site's own index: it asks no other server, and says nothing about the reader to anybody.

/** @typedef {{ s: string, t: string, r: string, d: string, w: string }} Line */

/** @type {Record<string, string>} */
const FOLDS = {
  "\u0623": "\u0627", "\u0625": "\u0627", "\u0622": "\u0627", "\u0671": "\u0627",
  "\u0649": "\u064a", "\u0626": "\u064a", "\u06cc": "\u064a",
  "\u0629": "\u0647", "\u06c0": "\u0647", "\u0624": "\u0648", "\u06a9": "\u0643", "\u0640": "",
};

/**
 * The text's words in one spelling, as the index has them.
 * @param {string} text
 * @returns {string[]}
 */
export function fold(text) {
  const folded = text.normalize("NFKC").replace(/[\u0622-\u0626\u0629\u0640\u0649\u0671\u06a9\u06c0\u06cc]/gu, (c) => FOLDS[c] ?? c);
  const bare = folded.normalize("NFKD").replace(/\p{Mn}/gu, "");
  const digits = bare.replace(/[\u0660-\u0669\u06f0-\u06f9]/gu, (c) => String((c.codePointAt(0) ?? 0) & 15));
  return digits.toLowerCase().replaceAll("\u00df", "ss").match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/**
 * The lines that have every word, the last one as the beginning of one.
 * @param {Line[]} lines
 * @param {string[]} words
 * @returns {Line[]}
 */
export function matching(lines, words) {
  const whole = words.slice(0, -1).map((word) => ` ${word} `);
  const last = ` ${words.at(-1) ?? ""}`;
  return lines.filter((line) => {
    const held = ` ${line.w} `;
    return whole.every((word) => held.includes(word)) && held.includes(last);
  });
}

/** @param {HTMLFormElement} form */
function start(form) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const found = /** @type {HTMLElement} */ (document.getElementById("found"));
  const results = /** @type {HTMLElement} */ (document.getElementById("results"));
  const every = /** @type {HTMLElement} */ (document.getElementById("every"));
  const { index = "", found: told = "", nothing = "", failed = "" } = form.dataset;
  /** @type {Promise<Line[]> | undefined} */
  let loading;

  /** @param {Line} line */
  function shown(line) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `../${line.s}/`;
    const title = document.createElement("bdi");
    title.textContent = line.t;
    link.append(title);
    const facts = document.createElement("span");
    facts.className = "soft";
    facts.textContent = ` ${line.r} · ${line.d}`;
    item.append(link, facts);
    return item;
  }

  async function look() {
    const words = fold(input.value);
    const address = new URL(location.href);
    if (input.value) address.searchParams.set("q", input.value);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    every.hidden = words.length > 0;
    if (words.length === 0) {
      results.replaceChildren();
      found.textContent = "";
      return;
    }
    loading ??= fetch(index).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
    try {
      const lines = matching(await loading, words);
      results.replaceChildren(...lines.slice(0, 100).map(shown));
      found.textContent = lines.length ? told.replace("{count}", String(lines.length)) : nothing;
    } catch {
      loading = undefined;
      every.hidden = false;
      results.replaceChildren();
      found.textContent = failed;
    }
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void look();
  });
  input.addEventListener("input", () => void look());
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  if (input.value) void look();
}

const form = globalThis.document?.getElementById("search");
if (form instanceof globalThis.HTMLFormElement) start(form);
