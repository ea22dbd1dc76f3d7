/*
 * Copies the address of a place on the page, or a citation. Without this script a mark is a link to
 * its place, and a citation can be marked and copied like any text.
 */
{
  const status = document.createElement("p");
  status.className = "te-sr";
  status.setAttribute("role", "status");
  document.querySelector(".md-content__inner")?.append(status);

  const copy = async (element, text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return; // refused, or not a secure page: the address bar then holds the link
    }
    element.dataset.copied = status.textContent = "copied";
    setTimeout(() => {
      delete element.dataset.copied;
      status.textContent = "";
    }, 1500);
  };

  document.addEventListener("click", ({ target }) => {
    const mark = target.closest("a.te-anchor, a.headerlink");
    if (mark && navigator.clipboard) copy(mark, mark.href);
  });

  for (const source of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "te-copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the ${source.dataset.copy}`);
    button.addEventListener("click", () => copy(button, source.textContent.trim()));
    if (source.tagName === "PRE") source.previousElementSibling.append(" ", button);
    else source.after(" ", button);
  }
}
