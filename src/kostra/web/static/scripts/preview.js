// Shows what a change would mean while it is written. Without this the button of the same form does it.
const SOON = 400;
const form = document.querySelector("#endring");
const place = form.querySelector(".preview");
let timer = 0;
let asking = null;

async function ask() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.preview, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      signal: asking.signal,
    });
    // What was told of another value says nothing about this one.
    place.innerHTML = answer.ok ? await answer.text() : "";
  } catch (error) {
    if (error.name !== "AbortError") place.textContent = "";
  }
}

form.elements.ny.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, SOON);
});
