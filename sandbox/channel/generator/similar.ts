/** Legal forms, enough to compare the names that this generator makes. */
const FORMS = new Set(
  'ag gmbh kg co mbh sa sas sarl sl slu ltd limited plc inc corp llc bv nv ab kk spa srl lda ltda pty pte cv de sab private holding group'.split(
    ' ',
  ),
);

/** A name without accents, case, punctuation and legal forms; `&` is dropped too. */
export function folded(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ');
  while (words.length > 1 && FORMS.has(words.at(-1) as string)) words.pop();
  return words.join(' ');
}

function trigrams(text: string): Set<string> {
  const padded = `  ${text} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
}

/**
 * Remembers names, so that two customers are only ever alike where a case says so.
 * @param most highest share of trigrams (Jaccard) that two different companies may have in common, 0..1
 */
export function nameBook(most = 0.4): { take(name: string, word: string): boolean } {
  const words = new Set<string>();
  const sizes: number[] = [];
  const holders = new Map<string, number[]>();

  function isClose(grams: ReadonlySet<string>): boolean {
    const shared = new Map<number, number>();
    for (const gram of grams)
      for (const name of holders.get(gram) ?? []) shared.set(name, (shared.get(name) ?? 0) + 1);
    return [...shared].some(([name, both]) => both / (grams.size + (sizes[name] as number) - both) > most);
  }

  return {
    /**
     * Notes the name and answers true; false when it is too close to one that is there.
     * @param word the one that tells it from others; no two companies share it
     */
    take(name, word) {
      const grams = trigrams(folded(name));
      const own = folded(word);
      if (words.has(own) || isClose(grams)) return false;
      words.add(own);
      const number = sizes.push(grams.size) - 1;
      for (const gram of grams) holders.set(gram, [...(holders.get(gram) ?? []), number]);
      return true;
    },
  };
}
