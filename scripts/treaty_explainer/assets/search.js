/* The search: a question into words, the words into a few files of the index, the files into a list
   of pages. Nothing is fetched before somebody asks. How a text becomes words is the same as in
   search_words.py, and the tables it goes by come with the index. */

const te_index = (() => {
  const base = new URL("../search/", document.currentScript.src);
  const waiting = new Map();

  // A file of the index is a script that hands over its content: that also works from a disk.
  window.te_search = (name, content) => waiting.get(name).give(content);

  function load(name) {
    if (!waiting.has(name)) {
      const entry = {};
      entry.content = new Promise((give, fail) => {
        const script = document.createElement("script");
        script.src = new URL(`${name}.js`, base);
        script.onerror = () => {
          waiting.delete(name);
          fail(new Error(`no ${name}`));
        };
        entry.give = give;
        document.head.append(script);
      });
      waiting.set(name, entry);
    }
    return waiting.get(name).content;
  }

  const run = /\d+|[\uac00-\ud7a3]+|[\u3040-\u30ff\u3400-\u9fff]+|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])\p{L})+/gu;
  const whole = /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]/;

  const words = (text, head) => pieces(text).map((piece) => basic(piece, head));

  function pieces(text) {
    const plain = text.replace(/['’]/g, "").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    return (plain.normalize("NFC").toLowerCase().match(run) ?? []).flatMap((piece) =>
      whole.test(piece)
        ? Array.from({ length: Math.max(1, piece.length - 1) }, (_, at) => piece.slice(at, at + 2))
        : [piece]
    );
  }

  function basic(word, head) {
    if (Object.hasOwn(head.same, word)) word = head.same[word]; // "constructor" is a word too
    const ascii = /^[\x00-\x7f]*$/.test(word);
    if (ascii && word.length > 5) word = word.replaceAll("iz", "is");
    const ending = head.endings[ascii ? "en" : "ru"].find(
      (end) => word.endsWith(end) && word.length - end.length >= 3
    );
    return ending ? word.slice(0, -ending.length) : word;
  }

  const shard = (word, head) =>
    load(`w${(word.charCodeAt(0) * 31 + (word.length > 1 ? word.charCodeAt(1) : 0)) % head.shards}`);

  /* Whether a word becomes another by one slip: a letter too many, too few, wrong, or two swapped. */
  function isSlip(one, other) {
    const gap = one.length - other.length;
    if (Math.abs(gap) > 1 || one === other) return false;
    let at = 0;
    while (at < one.length && one[at] === other[at]) at++;
    if (gap) {
      const [long, short] = gap > 0 ? [one, other] : [other, one];
      return long.slice(at + 1) === short.slice(at);
    }
    return (
      one.slice(at + 1) === other.slice(at + 1) ||
      (one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2))
    );
  }

  /* The words of the index that a word of the question may mean, with how sure that is. */
  async function meant(piece, isLast, head) {
    const word = basic(piece, head);
    const own = await shard(word, head);
    const found = [];
    if (Object.hasOwn(own, word)) found.push([word, own[word], 1]);
    if (isLast && word.length > 1) {
      const longer = Object.keys(own).filter((other) => other !== word && other.startsWith(word));
      longer.sort((a, b) => own[b].length - own[a].length);
      const sure = found.length ? 0.35 : 0.7;
      found.push(...longer.slice(0, 20).map((other) => [other, own[other], sure]));
    }
    if (!found.length && piece.length > 3) {
      const near = (await load("words")).filter((other) => isSlip(piece, other)).slice(0, 6);
      for (const other of new Set(near.map((other) => basic(other, head)))) {
        const there = await shard(other, head);
        if (Object.hasOwn(there, other)) found.push([other, there[other], 0.6]);
      }
    }
    return found;
  }

  /* The numbers of the entries that answer best, and the words of the index that were meant. */
  async function rank(question) {
    const head = await load("head");
    const all = pieces(question);
    const telling = all.filter((piece) => !head.stop.includes(basic(piece, head)));
    const asked = [...new Set(telling.length ? telling : all)];
    const open = !/\s$/.test(question);
    const score = new Map(), met = new Map(), marked = new Set();
    const choices = await Promise.all(
      asked.map((piece) => meant(piece, open && piece === all.at(-1), head))
    );
    for (const choice of choices) {
      const best = new Map();
      for (const [word, postings, sure] of choice) {
        marked.add(word);
        const rarity = Math.log(1 + head.entries / (postings.length / 2 + 1));
        let entry = 0;
        for (let at = 0; at < postings.length; at += 2) {
          entry += postings[at];
          const worth = postings[at + 1] * rarity * sure;
          if (worth > (best.get(entry) ?? 0)) best.set(entry, worth);
        }
      }
      for (const [entry, worth] of best) {
        score.set(entry, (score.get(entry) ?? 0) + worth);
        met.set(entry, (met.get(entry) ?? 0) + 1);
      }
    }
    // A page that answers the whole question comes before one that answers a part of it well.
    const worth = new Map(
      [...score].map(([entry, sum]) => [entry, sum * (met.get(entry) / asked.length) ** 2])
    );
    return { ranked: byWorth([...worth.keys()], worth), worth, marked, head };
  }

  const byWorth = (entries, worth) => entries.sort((a, b) => worth.get(b) - worth.get(a) || a - b);

  /* The pages that answer a question: how many, and the first of them. */
  async function ask(question, limit = 20) {
    const { ranked, worth, marked, head } = await rank(question);
    const pages = new Map();
    await Promise.all(
      ranked.slice(0, limit).map(async (entry) => {
        const block = await load(`t${Math.floor(entry / head.block)}`);
        const [title, kind, address, excerpt] = block[entry % head.block];
        pages.set(entry, { title, kind, address: new URL(`../${address}`, base).href, excerpt });
      })
    );
    // The words of a question as they stand, in a title, say more than the same words apart, and
    // most where it begins.
    const spoken = (text) => ` ${words(text, head).join(" ")} `;
    const phrase = spoken(question);
    for (const [entry, { title }] of pages) {
      const at = spoken(title).indexOf(phrase);
      if (at >= 0) worth.set(entry, worth.get(entry) * (at ? 1.6 : 2));
    }
    const first = byWorth([...pages.keys()], worth).map((entry) => pages.get(entry));
    const isMarked = (text) => words(text, head).some((word) => marked.has(word));
    return { count: ranked.length, first, isMarked };
  }

  return { ask, load, words };
})();

/* A field for a question and the list of its answers, put into an element. */
function te_searcher(place, question = "") {
  place.innerHTML = `
    <form class="te-ask" role="search">
      <label class="te-sr" for="te-question">Search the site</label>
      <input id="te-question" type="search" name="q" autocomplete="off" spellcheck="false"
        placeholder="Article 4, mutual defence, 김정은, Лавров …">
    </form>
    <p class="te-answered" role="status"></p>
    <ol class="te-answers"></ol>`;
  const [field, status, list] = ["input", ".te-answered", "ol"].map((name) => place.querySelector(name));
  let latest = 0;

  function marked(text, isMarked) {
    return text.split(/([\p{L}\p{N}]+)/u).map((piece, at) => {
      if (!(at % 2) || !isMarked(piece)) return piece;
      const mark = document.createElement("mark");
      mark.textContent = piece;
      return mark;
    });
  }

  function line({ title, kind, address, excerpt }, isMarked) {
    const [item, link, name, sort, words] = ["li", "a", "span", "small", "p"].map((tag) =>
      document.createElement(tag)
    );
    link.href = address;
    name.append(...marked(title, isMarked));
    sort.textContent = kind;
    link.append(name, " ", sort);
    words.append(...marked(excerpt, isMarked));
    item.append(link, ...(excerpt ? [words] : []));
    return item;
  }

  async function answer() {
    const mine = ++latest;
    const question = field.value;
    if (!question.trim()) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    try {
      const { count, first, isMarked } = await te_index.ask(question);
      if (mine !== latest) return; // another question has been asked meanwhile
      list.replaceChildren(...first.map((found) => line(found, isMarked)));
      const shown = count > first.length ? `; the first ${first.length} are shown` : "";
      status.textContent = count
        ? `${count} ${count === 1 ? "page" : "pages"} found${shown}`
        : "Nothing found. Try fewer or other words, or the number of an article.";
      place.dataset.answered = question;
    } catch {
      status.textContent = "The search could not be loaded. Please try again.";
    }
  }

  field.addEventListener("input", answer);
  place.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  place.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [field, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement) + step;
    if (at < 0 || at >= stops.length) return;
    event.preventDefault();
    stops[at].focus();
  });
  field.value = question;
  answer();
  return field;
}

{
  const button = document.querySelector(".te-search-button");
  const page = document.getElementById("te-search");
  let dialog;

  function openDialog() {
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.className = "te-search-dialog";
      dialog.setAttribute("aria-label", "Search");
      dialog.innerHTML = '<div></div><button type="button" class="te-close">Close</button>';
      dialog.addEventListener("click", ({ target }) => {
        if (target === dialog || target.matches(".te-close")) dialog.close();
      });
      document.body.append(dialog);
      te_searcher(dialog.firstElementChild);
    }
    dialog.showModal();
    dialog.querySelector("input").select();
  }

  // The page of the search has its field in the page, and takes the focus only when asked to.
  const field = page && te_searcher(page, new URLSearchParams(location.search).get("q") ?? "");
  const open = (event) => {
    event.preventDefault();
    field ? field.select() : openDialog();
  };
  button?.addEventListener("click", open);
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (slash || k) open(event);
  });
}
