/** Words of a name that are looked at; what follows tells nobody apart. */
const WORDS = 6;
/** Words whose typos are kept as keys. */
const TYPO_WORDS = 3;
/** Letters of a word that are looked at. */
const LETTERS = 16;

/**
 * The blocking keys of a name's words: two spellings of one company are likely to share at least one that few others have.
 * None depends on how common a word is, so that a record's keys never change while others come and go.
 * - `w:` a word; it with one letter left out (one letter lost, added, replaced or swapped on either side gives a common key;
 *   Garbe's symmetric delete); two neighbours written together; the initials,
 * - `p:` two words in any order: one of three is dropped, each for itself is common; `t:` three: also every two of them,
 * - `b:` the beginning of the name written together,
 * - `h:` `e:` a word with the beginning or the end of another: an abbreviation or a typo among common words.
 * @param side `asked`: the keys to look up, which leave a letter out of every word; kept are only those of the first three.
 */
export function nameKeys(words: readonly string[], side: 'kept' | 'asked'): Set<string> {
  const seen = [...new Set(words)].filter((word) => word !== '').slice(0, WORDS);
  const keys = new Set(seen.map((word) => `w:${word}`));
  for (const word of side === 'asked' ? seen : seen.slice(0, TYPO_WORDS))
    for (const shorter of oneLess(word)) keys.add(`w:${shorter}`);
  for (const [index, word] of seen.entries()) {
    const next = seen[index + 1];
    if (next !== undefined)
      for (const whole of side === 'asked' ? [word + next, ...oneLess(word + next)] : [word + next])
        keys.add(`w:${whole}`);
    for (const other of seen) {
      if (other === word) continue;
      if (word < other) keys.add(`p:${word} ${other}`);
      for (const letters of shown(other, side)) {
        keys.add(`h:${word} ${other.slice(0, letters)}`);
        if (other.length > letters) keys.add(`e:${word} ${other.slice(-letters)}`);
      }
    }
  }
  for (const three of triples([...seen].sort())) keys.add(`t:${three.join(' ')}`);
  keys.add(`b:${seen.join('').slice(0, 8)}`);
  if (seen.length >= 3) keys.add(`w:${seen.map((word) => word.charAt(0)).join('')}`);
  return keys;
}

/**
 * How many letters of a word's beginning and end are keys: so few that a typo leaves one of the two whole. One letter more or less
 * may change how many are kept, so both are asked.
 */
function shown({ length }: string, side: 'kept' | 'asked'): readonly number[] {
  if (side === 'asked' && length >= 4 && length <= 6) return [2, 3];
  return length <= 5 ? [2] : [3];
}

function triples(words: readonly string[]): string[][] {
  return words.flatMap((first, i) =>
    words.slice(i + 1).flatMap((second, j) => words.slice(i + j + 2).map((third) => [first, second, third])),
  );
}

function oneLess(word: string): string[] {
  if (word.length < 4) return [];
  const letters = word.slice(0, LETTERS);
  return Array.from(letters, (_, index) => letters.slice(0, index) + letters.slice(index + 1));
}
