// Counts down the time of a held place, in words that come with the page. Without this script the page says until when.
(function () {
  "use strict";
  var box = document.getElementById("tijd");
  var ms = box ? Number(box.dataset.left) : 0;
  if (!(ms > 0)) return;
  var end = Date.now() + ms, shown = document.getElementById("aftellen"), said = document.getElementById("tijd-gezegd"), told = {};
  var words = function (left) {
    var s = Math.ceil(left / 1000), rest = String(s % 60);
    return box.dataset.some.replace("{m}", Math.floor(s / 60)).replace("{s}", rest.length < 2 ? "0" + rest : rest);
  };
  var tick = function () {
    var left = end - Date.now();
    shown.textContent = left > 0 ? words(left) : box.dataset.over;
    [120000, 60000, 0].forEach(function (at) { // said aloud, not each second
      if (left <= at && !told[at]) { told[at] = true; said.textContent = shown.textContent; }
    });
    if (left > 0) setTimeout(tick, 1000 - (Date.now() % 1000));
  };
  told[120000] = ms <= 120000; told[60000] = ms <= 60000;
  tick();
})();
