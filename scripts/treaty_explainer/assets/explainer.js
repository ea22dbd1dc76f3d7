/* Comforts only: without this script every page reads, links and prints the same. */

// The theme's search dialog has no name for a screen reader; its field has one.
for (const dialog of document.querySelectorAll('[data-md-component="search"][role="dialog"]')) {
  dialog.setAttribute("aria-label", dialog.querySelector("input")?.placeholder || "Search");
}
