// Shows how far a file has come while it is sent. Without this the browser sends the same form by itself.
const form = document.querySelector("form.upload");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  const progress = form.querySelector(".progress");
  const bar = progress.querySelector("progress");
  const problem = form.querySelector("[role=alert]");
  const request = new XMLHttpRequest();

  const fail = (sentence) => {
    problem.textContent = sentence;
    problem.hidden = false;
    progress.hidden = true;
    button.disabled = false;
    button.focus();
  };

  problem.hidden = true;
  if (form.elements.fil.files[0]?.size > Number(form.dataset.largest)) {
    fail(form.dataset.tooLarge);
    return;
  }
  progress.hidden = false;
  button.disabled = true;
  request.open("POST", form.dataset.told);
  request.responseType = "json";
  request.upload.addEventListener("progress", (sent) => {
    if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 300 && request.response?.location) location.assign(request.response.location);
    else fail(request.response?.error?.message ?? form.dataset.failed);
  });
  request.addEventListener("error", () => fail(form.dataset.failed));
  request.send(new FormData(form));
});

// A browser that goes back shows the page as it was left: with a button that cannot be pressed.
addEventListener("pageshow", () => {
  if (form) form.querySelector("button[type=submit]").disabled = false;
});
