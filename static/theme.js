// Runs before the first paint: says that scripts run, and puts the remembered appearance on <html>.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("touchstone.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (refused) { /* storage is off: the device's own choice stands */ }
})();
