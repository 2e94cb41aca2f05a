// Names by policy. A policy is one language tag or two, joined by a comma, in the order of display.
(function (Atlas) {
  "use strict";

  /** The name of a place under a policy; one form if both are equal. */
  function nameOf(place, policy) {
    const forms = policy.split(",").map((language) => place[language]).filter(Boolean);
    return [...new Set(forms)].join(" / ");
  }

  Object.assign(Atlas, { nameOf });
})((globalThis.Atlas = globalThis.Atlas || {}));
