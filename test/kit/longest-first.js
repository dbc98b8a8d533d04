const { default: Sequencer } = require('@jest/test-sequencer');

/** In this order: what starts commands, what starts emulators, and the rest. */
const slowest = ['soak', 'e2e', 'contract', 'adversarial', 'property'];
const rank = ({ context }) => {
  const at = slowest.indexOf(context.config.displayName?.name);
  return at < 0 ? slowest.length : at;
};

/**
 * Long suites first, that no worker waits at the end for another's. jest knows from its cache how long each took; a
 * fresh clone has none, where jest goes by the size of the file, and the shortest files of e2e take half a minute.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
};
