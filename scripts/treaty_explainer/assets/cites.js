/*
 * Tells at each citation what it cites, under the pointer and to whoever has the page read aloud: the
 * entry of the list at the page's end. Without this script a citation is a link to that entry.
 */
for (const cite of document.querySelectorAll(".md-typeset sup a")) {
  const entry = document.getElementById(cite.hash.slice(1));
  if (entry) cite.title = entry.textContent;
}
