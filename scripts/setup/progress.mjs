/**
 * Says a line at once, and later ones only after a pause: for work that reports more often than a person wants to read.
 * @param {(line: string) => void} say
 * @param {number} everyMs
 * @returns {(line: string) => void}
 */
export function spaced(say, everyMs) {
  let next = 0;
  return (line) => {
    if (Date.now() < next) return;
    next = Date.now() + everyMs;
    say(line);
  };
}
