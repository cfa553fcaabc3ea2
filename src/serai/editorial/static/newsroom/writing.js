// Counts characters while an article is written. A figure out of bounds is marked, never refused.
(() => {
  const bounds = { id_headline: [0, 110], id_lead: [80, 300] };

  for (const [id, [least, most]] of Object.entries(bounds)) {
    const field = document.getElementById(id);
    if (!field) continue;
    const counter = document.createElement("output");
    counter.className = "desk-counter";
    counter.htmlFor = id;
    const count = () => {
      const length = [...field.value.trim()].length;
      counter.textContent = least ? `${length} · ${least}–${most}` : `${length} / ${most}`;
      const amiss = length > most || (length > 0 && length < least);
      counter.classList.toggle("desk-counter--amiss", amiss);
    };
    field.addEventListener("input", count);
    field.after(counter);
    count();
  }

  // A list of remarks that was open stays open when a save brings a new one.
  const place = document.getElementById("desk-remarks");
  if (place) {
    let open = false;
    place.addEventListener("toggle", (event) => { open = event.target.open; }, true);
    new MutationObserver(() => {
      const list = place.querySelector("details");
      if (list && open && !list.open) list.open = true;
    }).observe(place, { childList: true });
  }
})();
