/*
 * Runs before anything is drawn: shows the colour scheme that the reader chose or the system asks
 * for. What a reader has chosen is kept for the whole site, whose root is one folder up from here.
 */

var te_root = new URL("..", document.currentScript.src).pathname;
var te_recall = (name) => {
  try {
    return JSON.parse(localStorage.getItem(`${te_root}.${name}`));
  } catch {
    return null; // storage may be forbidden, or hold what is not ours
  }
};
var te_remember = (name, value) => {
  try {
    localStorage.setItem(`${te_root}.${name}`, JSON.stringify(value));
  } catch {
    // then the setting lasts for this page
  }
};

// Without a choice, or with the choice to follow it, the scheme is the system's.
var te_show_scheme = () => {
  if (!document.body.dataset.mdColorScheme) return; // a site of one scheme
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const chosen = te_recall("__palette")?.color;
  document.body.dataset.mdColorScheme = chosen?.scheme || (dark ? "slate" : "default");
};
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", te_show_scheme);

// The scheme stands on <body>, which does not exist yet; it is set as soon as it does.
new MutationObserver((_, observer) => {
  if (!document.body) return;
  observer.disconnect();
  te_show_scheme();
}).observe(document.documentElement, { childList: true });
