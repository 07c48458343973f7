// Before anything is drawn: the plain list of places stays hidden where the page's script runs, and comes back where it
// does not, as in a browser that is too old to read it.
document.documentElement.classList.add("js");
addEventListener("error", () => document.documentElement.classList.remove("js"));
