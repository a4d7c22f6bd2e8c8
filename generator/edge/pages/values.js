const search = document.querySelector("input[type=search]");
const all = document.querySelector("#all");
const same = document.querySelector("details");
const nothing = document.querySelector(".nothing");

function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let any = false, anySame = false;
  for (const group of document.querySelectorAll("tbody")) {
    let here = false;
    for (const row of group.querySelectorAll("tr[data-key]")) {
      const fits = words.every(word => row.dataset.key.includes(word));
      // Who looks for a key wants it, whatever it is.
      row.hidden = !fits || (!words.length && !all?.checked && row.classList.contains("quiet"));
      here = here || !row.hidden;
    }
    group.hidden = !here;
    any = any || here;
    anySame = anySame || (here && same?.contains(group));
  }
  if (same && words.length) same.open = anySame;
  nothing.hidden = any;
}
search.addEventListener("input", show);
all?.addEventListener("change", show);
search.form.addEventListener("submit", event => event.preventDefault());
addEventListener("beforeprint", () => { if (same) same.open = all?.checked || same.open; });
show();
