
(function () {
  "use strict";
  var root = document.documentElement;
  var bar = document.getElementById("bar");
  var words = document.getElementById("words");
  var told = document.getElementById("told");
  var all = document.getElementById("all");
  var none = document.getElementById("none");
  var choices = Array.prototype.slice.call(bar.querySelectorAll("select"));
  var cases = Array.prototype.slice.call(document.querySelectorAll("article"));
  var beside = {};
  var texts = null;

  Array.prototype.forEach.call(document.querySelectorAll("[data-of]"), function (line) {
    var of = line.getAttribute("data-of");
    (beside[of] = beside[of] || []).push(line);
  });

  function plain(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function asked() {
    return plain(words.value).split(/\s+/).filter(Boolean);
  }

  function fits(one, index, wanted) {
    for (var i = 0; i < choices.length; i++) {
      var value = choices[i].value;
      if (value && (" " + (one.getAttribute("data-" + choices[i].dataset.by) || "") + " ").indexOf(" " + value + " ") < 0) {
        return false;
      }
    }
    if (wanted.length && !texts) {
      texts = cases.map(function (each) { return plain(each.textContent); });
    }
    return wanted.every(function (word) { return texts[index].indexOf(word) >= 0; });
  }

  function filter() {
    var wanted = asked();
    var count = 0;
    cases.forEach(function (one, index) {
      var seen = fits(one, index, wanted);
      count += seen ? 1 : 0;
      one.hidden = !seen;
      (beside[one.id] || []).forEach(function (line) { line.hidden = !seen; });
    });
    Array.prototype.forEach.call(document.querySelectorAll(".group"), function (group) {
      group.hidden = !group.querySelector("article:not([hidden])");
    });
    Array.prototype.forEach.call(document.querySelectorAll("nav .part"), function (part) {
      var line = part.nextElementSibling;
      while (line && line.hidden && !line.classList.contains("part")) { line = line.nextElementSibling; }
      part.hidden = !line || line.classList.contains("part");
    });
    var narrowed = wanted.length > 0 || choices.some(function (choice) { return choice.value; });
    all.hidden = !narrowed;
    none.hidden = count > 0;
    told.textContent = narrowed ? count + " / " + cases.length + " 案" : cases.length + " 案";
    mark(wanted);
  }

  function mark(wanted) {
    if (!window.CSS || !CSS.highlights || !window.Highlight) { return; }
    CSS.highlights.delete("found");
    if (!wanted.length) { return; }
    var found = new Highlight();
    var left = 2000;
    cases.forEach(function (one) {
      if (one.hidden || left <= 0) { return; }
      var walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      for (var node = walk.nextNode(); node && left > 0; node = walk.nextNode()) {
        var text = node.data.toLowerCase();
        if (text.length !== node.data.length) { continue; }
        wanted.forEach(function (word) {
          for (var at = text.indexOf(word); at >= 0 && left > 0; at = text.indexOf(word, at + word.length)) {
            var range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            found.add(range);
            left--;
          }
        });
      }
    });
    CSS.highlights.set("found", found);
  }

  function dark() {
    var look = root.dataset.look;
    return look ? look === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  var waiting = 0;
  words.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  choices.forEach(function (choice) { choice.addEventListener("change", filter); });
  all.addEventListener("click", function () {
    words.value = "";
    choices.forEach(function (choice) { choice.value = ""; });
    filter();
    words.focus();
  });
  document.getElementById("look").addEventListener("click", function () {
    root.dataset.look = dark() ? "light" : "dark";
  });
  bar.hidden = false;
  filter();
}());
