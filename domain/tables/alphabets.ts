/**
 * Letters that languages add to a–z, by the group of languages that a code page was made for (CLDR 46, exemplar characters, with the
 * letters of usual loan words). A word whose letters no language has together was decoded under the wrong code page.
 */
const german = 'äöüßéèàêç';
const french = 'àâæçéèêëîïôœùûüÿ';
const spanish = 'áéíñóúüç';
const portuguese = 'áâãàçéêíóôõúüñ';
const western = [
  ...[german, french, spanish, portuguese],
  'àçèéíïòóúüñ',
  'àèéìíîòóùú',
  'áéèëêïíóôöüäâç',
  'æøåéäöüóôê',
  'åäöéüàæø',
  'åäöšžé',
  'áéíóúýþæöðø',
  'âêîôûëïöüáéíóúàèìòù',
];
/** At the same place in the western, central European and Turkish code pages, so that one word shows nothing. */
const shared = ['äöüßéáóíúçâëîôý'];
const polish = 'ąćęłńóśźżé';
const czech = 'áčďéěíňóřšťúůýžöü';
const slovak = 'áäčďéíĺľňóôŕšťúýž';
const hungarian = 'áéíóöőúüű';
const romanian = 'ăâîşţșț';
const croatian = 'čćđšž';
const central = [polish, czech, slovak, hungarian, romanian, croatian, ...shared];
const lithuanian = 'ąčęėįšųūž';
const latvian = 'āčēģīķļņšūž';
const estonian = 'äöõüšž';
const baltic = [lithuanian, latvian, estonian, 'ąćęłńóśźż', 'äöüßéå'];
const turkishOwn = 'çğıöşüâîû';
const turkish = [turkishOwn, ...western];
/** Greek and Cyrillic letters are all letters of one language each; nothing Latin beyond a–z stands beside them. */
const none: string[] = [];

export const ALPHABETS = {
  western: sets(western),
  central: sets(central),
  baltic: sets(baltic),
  turkish: sets(turkish),
  none: sets(none),
};

export type Alphabets = readonly ReadonlySet<string>[];

/** Of languages that are known by their words. */
export const ALPHABET_OF = {
  de: sets([german]),
  fr: sets([french]),
  es: sets([spanish]),
  pt: sets([portuguese]),
  pl: sets([polish]),
  cs: sets([czech]),
  sk: sets([slovak]),
  hu: sets([hungarian]),
  ro: sets([romanian]),
  hr: sets([croatian]),
  tr: sets([turkishOwn]),
  lt: sets([lithuanian]),
  lv: sets([latvian]),
  et: sets([estonian]),
};

function sets(alphabets: readonly string[]): Alphabets {
  return alphabets.map((letters) => new Set(letters));
}
