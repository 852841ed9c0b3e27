// Presses again by itself after a while, a few times. Without this script the person does.
const form = document.querySelector("form[data-again]");
if (form) {
  document.querySelector("[data-again-note]").hidden = false;
  setTimeout(() => form.requestSubmit(), Number(form.dataset.again) * 1000);
}
