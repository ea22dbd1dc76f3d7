/*
 * Filters for the timeline that can be combined. Without this script the pages that the form takes
 * its choices from do the same one by one. What is chosen stands in the address.
 */
{
  const by = document.querySelector(".te-by");
  const eras = [...document.querySelectorAll(".te-era-events")];
  const events = eras.flatMap((era) => [...era.querySelectorAll("li[data-topics]")]);
  const dots = document.querySelectorAll(".te-fig a");
  const heading = (era) => era.previousElementSibling;
  const wholePage = eras.length > 1;
  const form = document.createElement("form");
  const status = document.createElement("p");

  const field = (name, tag, choices = []) => {
    const label = document.createElement("label");
    const control = document.createElement(tag);
    label.textContent = name[0].toUpperCase() + name.slice(1);
    control.name = name;
    if (tag === "select") control.append(new Option("all", ""), ...choices);
    else control.type = "search";
    label.append(control);
    form.append(label);
  };

  const apply = () => {
    const chosen = Object.fromEntries(new FormData(form));
    const words = chosen.words.toLowerCase().split(/\s+/).filter(Boolean);
    const names = (list, value) => !value || list.split(" ").includes(value);
    const shown = new Set();
    let count = 0;
    for (const era of eras) {
      const before = count;
      for (const event of era.querySelectorAll("li[data-topics]")) {
        const { topics, actors, clauses } = event.dataset;
        const text = event.textContent.toLowerCase();
        event.hidden = !(
          names(topics, chosen.topic) &&
          names(actors, chosen.actor) &&
          names(clauses, chosen.clause) &&
          (!chosen.era || chosen.era === heading(era).id) &&
          words.every((word) => text.includes(word))
        );
        if (event.hidden) continue;
        count += 1;
        shown.add(event.querySelector("a").getAttribute("href"));
      }
      era.hidden = heading(era).hidden = count === before;
    }
    for (const dot of dots) {
      const dim = !shown.has(dot.getAttribute("href"));
      dot.classList.toggle("te-dim", dim);
      // What is dim is passed over by the keyboard.
      if (dim) dot.setAttribute("tabindex", "-1");
      else dot.removeAttribute("tabindex");
    }
    status.textContent = `${count} of ${events.length} events`;
    const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value.trim()));
    history.replaceState(history.state, "", location.pathname + (`${query}` && `?${query}`) + location.hash);
  };

  if (by && events.length) {
    for (const list of by.querySelectorAll("[data-by]")) {
      const links = [...list.querySelectorAll("a[data-value]")];
      field(list.dataset.by, "select", links.map((a) => new Option(a.textContent, a.dataset.value)));
    }
    if (wholePage) field("era", "select", eras.map((era) => new Option(heading(era).firstChild.data, heading(era).id)));
    field("words", "input");
    const clear = document.createElement("button");
    clear.type = "button";
    clear.textContent = "Clear all";
    clear.addEventListener("click", () => {
      form.reset();
      apply();
    });
    status.setAttribute("role", "status");
    form.append(clear, status);
    form.className = "te-filter";
    form.setAttribute("aria-label", "Filter the timeline");
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    by.before(form);
    const asked = new URLSearchParams(location.search);
    for (const control of form.querySelectorAll("[name]")) {
      const value = asked.get(control.name) ?? "";
      control.value = value;
      if (control.value !== value) control.value = ""; // a choice that there is no longer
    }
    if (location.search) apply();
    else status.textContent = `${events.length} events`;
  }
}
