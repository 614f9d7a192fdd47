// Follows the controls of a submission while they run, and shows the outcome when they are done.
const place = document.querySelector("[data-events]");
const bar = place.querySelector("progress");
const events = new EventSource(place.dataset.events);

events.addEventListener("progress", (event) => {
  const { done, of } = JSON.parse(event.data);
  if (of) {
    bar.max = of;
    bar.value = done;
  }
});
events.addEventListener("outcome", () => {
  events.close();
  location.reload();
});
