/*
 * Where the reader is on the page: the section is marked in the list beside the text and stands in
 * the address; whoever scrolls back is offered the way to the top. Without this script the list is
 * a list of links.
 */
{
  const list = document.querySelector(".md-sidebar__scrollwrap");
  const links = list ? [...list.querySelectorAll("a")] : [];
  const sections = links.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
  const top = document.querySelector(".md-top");
  const HEADER = 120; // pixels: a section begins for the reader when its heading comes near it
  let current; // the link of the section in view
  let known = ""; // what the address was when last looked at
  let before = scrollY;
  let looking, resting;

  const mark = (link) => {
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
    if (link && list.scrollHeight > list.clientHeight)
      list.scrollTop = link.offsetTop - list.clientHeight / 2;
  };

  const look = () => {
    looking = 0;
    const end = scrollY && scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    const begun = (section) => section?.getBoundingClientRect().top < HEADER;
    const link = links[end ? links.length - 1 : sections.findLastIndex(begun)];
    if (link !== current) mark(link);
    if (top && scrollY !== before) top.hidden = scrollY > before || scrollY < HEADER;
    before = scrollY;
  };

  // Once the page rests. An address that a link has led to meanwhile says more, and stays.
  const note = () => {
    const here = location.pathname + location.search + (current?.hash ?? "");
    if (location.hash === known) history.replaceState(history.state, "", here);
    known = location.hash;
  };

  const scrolled = () => {
    looking ||= requestAnimationFrame(look);
    clearTimeout(resting);
    if (links.length) resting = setTimeout(note, 250);
  };
  addEventListener("scroll", scrolled, { passive: true });
  top?.addEventListener("click", () => scrollTo(0, 0));
}
