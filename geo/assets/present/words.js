// The words of the presenter: English in the code, another language from the catalogue that came with the file.
(function (Atlas) {
  "use strict";

  /** Put values where a text has their names in braces. */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
  }

  /** Returns `t(text, values)`, with `language()`, `languages()` (those that have words) and `use(tag)`. */
  function makeWords(present) {
    const words = present.words || {};
    const names = present.languages || {};
    const known = (tag) => tag === "en" || Object.keys(words[tag] || {}).length > 0;
    let language = known(present.language) ? present.language : "en";
    const t = (text, values) => fill((words[language] && words[language][text]) || text, values);
    t.language = () => language;
    t.languages = () => Object.entries(names).filter(([tag]) => known(tag));
    t.use = (tag) => { if (known(tag)) language = tag; };
    return t;
  }

  Object.assign(Atlas, { makeWords });
})((globalThis.Atlas = globalThis.Atlas || {}));
