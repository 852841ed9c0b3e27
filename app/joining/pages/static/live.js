// The room as it is now, where the page has one. Without this script the page shows it as it was when it was loaded.
const room = document.querySelector("[data-live]");
if (room && "EventSource" in window) {
  const signs = room.querySelector("[data-signs]");
  new EventSource(room.dataset.live).onmessage = (event) => {
    signs.innerHTML = JSON.parse(event.data);
  };
}
