/* What is folded or cut off: it opens for a link that leads into it, and opens on paper. */

{
  // Some browsers look into a fold for the target of a link, others do not.
  const reveal = () => {
    const target = document.querySelector(":target");
    let fold = target?.closest("details:not([open])");
    if (!fold) return;
    for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  // What is wider than the page scrolls by keyboard too; not every browser sees to that itself.
  for (const wide of document.querySelectorAll(".md-typeset :is(pre > code, table:not([class]))"))
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
}
