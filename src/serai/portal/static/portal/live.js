// A browser without HLS of its own gets hls.js, once a reader asks for the broadcast and not before.
// Without this script the browser plays what it can, and a link opens the reader's player.
"use strict";

const stage = document.querySelector("[data-stream]");
const video = stage.querySelector("video"), source = video.querySelector("source");
const ask = stage.querySelector("button"), failed = stage.querySelector("[data-failed]");

function fail() {
  failed.hidden = false;
  ask.hidden = ask.disabled = false;
  video.controls = false;
}

function play() {
  const hls = new Hls();
  let mended = 0;
  hls.on(Hls.Events.ERROR, (_event, error) => {
    if (!error.fatal) return;
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR && mended++ < 3) return hls.recoverMediaError();
    hls.destroy();
    fail();
  });
  hls.loadSource(source.src);
  hls.attachMedia(video);
  ask.hidden = video.controls = true;
  video.focus();
  video.play().catch(() => {});
}

if (video.canPlayType(source.type)) {
  source.addEventListener("error", () => failed.hidden = false);
} else if ("MediaSource" in window) {
  source.remove();
  video.controls = ask.hidden = false;
  ask.addEventListener("click", () => {
    ask.disabled = failed.hidden = true;
    if ("Hls" in window) return play();
    const script = document.createElement("script");
    script.src = stage.dataset.stream;
    script.addEventListener("load", play);
    script.addEventListener("error", fail);
    document.head.append(script);
  });
}
