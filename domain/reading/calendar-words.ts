/** Months as the partner languages write them, folded (see foldWord): full names and usual short forms, January first. */
const MONTHS = [
  'january jan januar janner jaenner janvier janv enero ene janeiro',
  'february feb februar feber fevrier fev fevr febrero fevereiro',
  'march mar marz maerz mars marzo marco mrz',
  'april apr avril avr abril abr',
  'may mai mayo maio',
  'june jun juni juin junio junho',
  'july jul juli juillet juil julio julho',
  'august aug aout agosto ago',
  'september sep sept septembre septiembre set setembro',
  'october oct oktober okt octobre octubre outubro out',
  'november nov novembre noviembre novembro',
  'december dec dezember dez decembre diciembre dic dezembro',
].map((words) => words.split(' '));

/** 1–12 by folded word; `may`, `mar`, `set`, `out`, `ago` are months only where the pattern around them says so. */
export const MONTH_NUMBER: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((words, index) => words.map((word) => [word, index + 1] as const)),
);

/** A month's name in running text, with its accents. */
export const MONTH_NAME = `(?:${[
  ...MONTHS.flat(),
  'jänner',
  'février',
  'fév',
  'févr',
  'märz',
  'março',
  'août',
  'décembre',
  'déc',
]
  .sort((a, b) => b.length - a.length)
  .join('|')})(?![\\p{L}])`;

/** Small numbers as words, folded. */
export const COUNT: ReadonlyMap<string, number> = new Map(
  [
    'a an one ein eine einem einer einen un une uno una um uma',
    'two zwei deux dos dois duas',
    'three drei trois tres',
    'four vier quatre cuatro quatro',
    'five funf cinq cinco',
    'six sechs seis',
    'seven sieben sept siete sete',
    'eight acht huit ocho oito',
    'nine neun neuf nueve nove',
    'ten zehn dix diez dez',
    'eleven elf onze once',
    'twelve zwolf douze doce doze',
  ].flatMap((words, index) => words.split(' ').map((word) => [word, index + 1] as const)),
);

export type Unit = 'days' | 'weeks' | 'months' | 'quarters' | 'years';

const UNITS: ReadonlyArray<readonly [Unit, RegExp]> = [
  ['days', /^(?:days?|tage?n?|jours?|dias?|日)$/],
  ['weeks', /^(?:weeks?|wochen?|semaines?|semanas?|週間|週)$/],
  ['months', /^(?:months?|monate?n?|mois|mes|meses|か月|ヶ月|カ月|ヵ月)$/],
  ['quarters', /^(?:quarters?|quartale?n?|quartals|trimestres?|四半期)$/],
  ['years', /^(?:years?|jahre?n?|jahres|ans?|annees?|anos?|年)$/],
];

/** The unit that a folded word names; undefined when it names none. */
export function unitOf(word: string): Unit | undefined {
  return UNITS.find(([, pattern]) => pattern.test(word))?.[0];
}
