/* The frame of every page: the colour scheme, the menu, and what the address of a lost page says. */

// The choice is kept under the theme's name and in its form; early.js reads it.
for (const button of document.querySelectorAll(".te-scheme")) {
  const options = [...button.children];
  const chosen = te_recall("__palette")?.color?.media;
  let current = Math.max(0, options.findIndex((option) => option.dataset.media === chosen));
  const show = () => {
    options.forEach((option, index) => (option.hidden = index !== current));
    button.title = options[current].dataset.name;
    button.setAttribute("aria-label", button.title);
  };
  button.addEventListener("click", () => {
    current = (current + 1) % options.length;
    const { media, scheme } = options[current].dataset;
    te_remember("__palette", { index: current, color: { media, scheme } });
    show();
    te_show_scheme();
  });
  show();
  button.hidden = false;
}

// A section chosen in the menu lies behind it.
document.getElementById("te-menu")?.addEventListener("click", ({ target, currentTarget }) => {
  if (target.closest("a")) currentTarget.hidePopover?.();
});

// The address of a page that is not there often names what was looked for.
for (const field of document.querySelectorAll("#te-lost")) {
  const name = location.pathname.replace(/\.\w+$|\/$/, "").split("/").at(-1);
  field.value = name.replace(/%\w\w|[^\p{L}\p{N}]+/gu, " ").trim();
}

// Paper is white.
addEventListener("beforeprint", () => (document.body.dataset.mdColorScheme &&= "default"));
addEventListener("afterprint", () => te_show_scheme());
