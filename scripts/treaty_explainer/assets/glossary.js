/*
 * Shows a term's definition where the term stands: under the pointer after a moment, at once on
 * keyboard focus, and on the first tap (the second follows the link). Escape puts it away. Without
 * this script a term is a link to its page. The definition itself moves into the preview and back,
 * so that what a link is described by is always the one in view.
 */
{
  const list = document.querySelector(".te-definitions");
  const termAt = (element) => element.closest?.("a.te-term");
  const preview = document.createElement("div");
  const more = document.createElement("a");
  let open = null; // the link whose definition is in view
  let tapped = null; // the link whose first tap is under way
  let timer;

  const hide = () => {
    clearTimeout(timer);
    list.append(...preview.querySelectorAll("[role=tooltip]"));
    preview.hidden = true;
    open = null;
  };

  const show = (link, touch) => {
    clearTimeout(timer);
    if (link === open) return;
    hide();
    const definition = document.getElementById(link.getAttribute("aria-describedby"));
    definition.setAttribute("role", "tooltip");
    more.href = link.href;
    preview.replaceChildren(definition, ...(touch ? [more] : []));
    preview.hidden = false;
    open = link;
    place();
  };

  // Under the first line of the link, or above it where there is more room; never out of view.
  const place = () => {
    const gap = 6;
    const { left, top, bottom } = open.getClientRects()[0];
    const { clientWidth, clientHeight } = document.documentElement;
    const fits = bottom + gap + preview.offsetHeight < clientHeight || top < clientHeight - bottom;
    const x = Math.min(left, clientWidth - preview.offsetWidth - gap);
    const y = fits ? bottom + gap : top - gap - preview.offsetHeight;
    const frame = preview.offsetParent.getBoundingClientRect();
    preview.style.left = `${Math.max(x, gap) - frame.left}px`;
    preview.style.top = `${Math.max(y, gap) - frame.top}px`;
  };

  if (list) {
    preview.className = "te-preview";
    preview.hidden = true;
    more.textContent = "More";
    list.after(preview);

    document.addEventListener("pointerover", ({ target, pointerType }) => {
      if (pointerType === "touch") return;
      const link = termAt(target);
      clearTimeout(timer);
      if (link) timer = setTimeout(show, 300, link);
      // It waits for a pointer on its way into the preview, and stays while the link has the focus.
      else if (open && !preview.contains(target) && open !== document.activeElement)
        timer = setTimeout(hide, 250);
    });
    document.addEventListener("focusin", ({ target }) => {
      if (termAt(target) && target.matches(":focus-visible")) show(target);
    });
    document.addEventListener("focusout", ({ target, relatedTarget }) => {
      if (target === open && !preview.contains(relatedTarget)) hide();
    });
    document.addEventListener("keydown", ({ key }) => {
      tapped = null;
      if (key === "Escape") hide();
    });
    document.addEventListener("pointerdown", ({ target, pointerType }) => {
      const link = termAt(target);
      tapped = pointerType === "touch" && link !== open ? link : null;
      if (open && link !== open && !preview.contains(target)) hide();
    });
    document.addEventListener("click", (event) => {
      const link = termAt(event.target);
      if (!link || link !== tapped) return;
      event.preventDefault();
      tapped = null;
      show(link, true);
    });
    addEventListener("resize", hide);
  }
}
