/** Numbers in words from 0 on, in the languages in which companies are called by them. */
const UNITS = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  'null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn',
  'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize',
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince',
  'zero uno due tre quattro cinque sei sette otto nove dieci undici dodici',
  'zero um dois tres quatro cinco seis sete oito nove dez onze doze',
  'nul een twee drie vier vijf zes zeven acht negen tien elf twaalf',
  'nula jeden dva tri ctyri pet sest sedm osm devet deset',
  'zero jeden dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec',
];
const ORDINALS = [
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth',
  'nullte erste zweite dritte vierte funfte sechste siebte achte neunte zehnte',
];
const TENS = [
  'twenty thirty forty fifty sixty seventy eighty ninety hundred',
  'zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig hundert',
  'vingt trente quarante cinquante soixante soixantedix quatrevingts quatrevingtdix cent',
  'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien',
  'venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento',
  'twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd',
];
const NUMBERS = numbers();

/** The digits of a number that a word is, ordinals too: `drei`, `3rd`, `einundzwanzig` → `3`, `3`, `21`; null for any other word. @param word folded */
export function numberOf(word: string): string | null {
  const digits = /^(\d+)(?:st|nd|rd|th|er|eme|ste|te)?$/.exec(word)?.[1];
  return digits === undefined ? (NUMBERS.get(word) ?? null) : digits.replace(/^0+(?=\d)/, '');
}

function numbers(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (word: string, value: number) => {
    if (!found.has(word)) found.set(word, String(value));
  };
  for (const list of [...UNITS, ...ORDINALS])
    for (const [value, word] of list.split(' ').entries()) add(word, value);
  const [units, german] = UNITS.map((list) => list.split(' ').slice(0, 10)) as [string[], string[]];
  for (const [language, list] of TENS.entries())
    for (const [at, ten] of list.split(' ').entries()) {
      const value = 10 * (at + 2);
      add(ten, value);
      if (at === 8) continue;
      if (language === 0) add(ten.replace(/y$/, 'ieth'), value);
      for (const [unit, word] of units.entries())
        if (language === 0 && unit > 0) add(ten + word, value + unit);
      for (const [unit, word] of german.entries())
        if (language === 1 && unit > 0) add(`${unit === 1 ? 'ein' : word}und${ten}`, value + unit);
    }
  return found;
}
