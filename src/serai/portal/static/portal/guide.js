// Times of the guide by the reader's own clock, for those who live in another zone than the channel.
// Without this script they are the channel's, whose zone is named.
"use strict";

{
  const turn = document.querySelector("[data-zone]"), zone = document.querySelector("[data-zone-name]");
  const here = document.documentElement.lang;
  const clock = new Intl.DateTimeFormat(here, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const weekday = new Intl.DateTimeFormat(here, { weekday: "short" });
  const times = [...document.querySelectorAll("main time[datetime]")].filter(time => /^\d\d:\d\d$/.test(time.textContent));

  const mine = time => {
    const at = new Date(time.dateTime);
    const moved = at.getDate() !== Number(time.dateTime.slice(8, 10));
    return clock.format(at) + (moved ? `, ${weekday.format(at)}` : "");
  };

  const said = times.map(time => [time, [time.textContent, mine(time)]]);
  if (said.some(([, [theirs, ours]]) => theirs !== ours)) {
    const labels = [turn.textContent, turn.dataset.zone];
    turn.hidden = false;
    turn.addEventListener("click", () => {
      const own = zone.hidden = !zone.hidden;
      for (const [time, texts] of said) time.textContent = texts[Number(own)];
      turn.textContent = labels[Number(own)];
    });
  }
}
