/* Comforts only: without this script every page reads, links and prints the same. */

// The theme's search dialog has no name for a screen reader; its field has one.
for (const dialog of document.querySelectorAll('[data-md-component="search"][role="dialog"]')) {
  dialog.setAttribute("aria-label", dialog.querySelector("input")?.placeholder || "Search");
}

// A paragraph mark is a link to its paragraph; clicking it also copies the address.
document.addEventListener("click", (event) => {
  const mark = event.target.closest("a.te-anchor, a.headerlink");
  if (!mark || !navigator.clipboard) return;
  navigator.clipboard.writeText(mark.href).then(
    () => {
      mark.dataset.copied = "copied";
      setTimeout(() => delete mark.dataset.copied, 1500);
    },
    () => {}, // the browser may refuse; the address bar then holds the link
  );
});
