/*
 * A field that narrows a long list to what holds the words typed, names in any script included.
 * What is typed stands in the address; how many are left is announced.
 */
{
  const items = [...document.querySelectorAll(".te-narrowable > li")];
  const LEAST = 20; // a shorter list is read faster than a field is filled

  if (items.length >= LEAST) {
    const form = document.createElement("form");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const status = document.createElement("p");
    const text = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));

    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const item of items) item.hidden = !words.every((word) => text.get(item).includes(word));
      for (const list of document.querySelectorAll(".te-narrowable")) {
        const empty = !list.querySelector(":scope > li:not([hidden])");
        list.hidden = empty;
        if (list.previousElementSibling?.matches("h2")) list.previousElementSibling.hidden = empty;
      }
      const left = items.filter((item) => !item.hidden).length;
      status.textContent = words.length ? `${left} of ${items.length} on this page` : `${items.length} on this page`;
      const query = words.length ? `?${new URLSearchParams({ words: input.value })}` : "";
      history.replaceState(history.state, "", location.pathname + query + location.hash);
    };

    input.type = "search";
    input.name = "words";
    label.textContent = "Words or a name, in any script";
    label.append(input);
    status.setAttribute("role", "status");
    form.className = "te-filter";
    form.setAttribute("aria-label", "Narrow this list");
    form.append(label, status);
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    const first = document.querySelector(".te-narrowable");
    (first.previousElementSibling?.matches("h2") ? first.previousElementSibling : first).before(form);
    input.value = new URLSearchParams(location.search).get("words") ?? "";
    if (input.value) apply();
    else status.textContent = `${items.length} on this page`;
  }
}
