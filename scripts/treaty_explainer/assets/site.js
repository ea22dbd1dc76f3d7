/* The one script of the site. The build puts each file in the place of its line. */
import "./shell.js";
import "./place.js";
import "./folds.js";
import "./cites.js";
import "./copy.js";
import "./glossary.js";
import "./timeline.js";
import "./lists.js";
import "./search.js";
