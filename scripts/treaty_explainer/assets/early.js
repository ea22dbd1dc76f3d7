/*
 * Runs before anything is drawn. Stands in for two inline scripts of the theme, which the
 * Content-Security-Policy forbids: where the theme keeps a reader's settings, and the colour scheme
 * that the reader chose or the system asks for.
 */

// The theme's own script reads these names. The scope is the site's root, one folder up from here.
var __md_scope = new URL("..", document.currentScript.src);
var __md_hash = (text) => [...text].reduce((sum, mark) => (sum << 5) - sum + mark.charCodeAt(0), 0);
var __md_get = (key, storage, scope = __md_scope) => {
  try {
    return JSON.parse((storage ?? localStorage).getItem(`${scope.pathname}.${key}`));
  } catch {
    return null; // storage may be forbidden, or hold what is not ours
  }
};
var __md_set = (key, value, storage, scope = __md_scope) => {
  try {
    (storage ?? localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    // then the setting lasts for this page
  }
};

// Without a choice, or with the choice to follow it, the scheme is the system's.
var te_show_scheme = () => {
  if (!document.body.dataset.mdColorScheme) return; // a site of one scheme
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const chosen = __md_get("__palette")?.color;
  document.body.dataset.mdColorScheme = chosen?.scheme || (dark ? "slate" : "default");
};
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", te_show_scheme);

// The scheme stands on <body>, which does not exist yet; it is set as soon as it does.
new MutationObserver((_, observer) => {
  if (!document.body) return;
  observer.disconnect();
  te_show_scheme();
}).observe(document.documentElement, { childList: true });
