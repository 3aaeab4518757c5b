import type { ALPHABET_OF } from './alphabets.ts';

export type SignedLanguage = Exclude<keyof typeof ALPHABET_OF, 'de' | 'fr' | 'es' | 'pt'>;

/**
 * Words without letters beyond a–z by which a language shows itself, whatever its encoding: frequent words that mean nothing in another
 * language of partners, legal forms, and the ending of its country's addresses.
 */
const SIGNS: Readonly<Record<SignedLanguage, RegExp>> = {
  pl: /\b(?:jest|nie|dla|oraz|witam|pozdrawiam|klienta|klientem|kwota|umowy|szanowni|przez|tego|projektu|zapytanie|sp z o o|\w+ pl)\b/g,
  cs: /\b(?:jsme|jsou|nebo|jako|prosim|pozdravem|hodnota|bude|smlouvy|projektu|s r o|\w+ cz)\b/g,
  sk: /\b(?:sme|alebo|ako|prosim|pozdravom|hodnota|bude|zmluvy|projektu|s r o|\w+ sk)\b/g,
  hu: /\b(?:hogy|vagy|nem|egy|tisztelt|szerint|kft|zrt|nyrt|\w+ hu)\b/g,
  ro: /\b(?:pentru|valoare|stimate|oferta|clientul|\w+ ro)\b/g,
  hr: /\b(?:nije|smo|kako|iznos|kupac|ponuda|pozdrav|d o o|\w+ (?:hr|si|rs|ba))\b/g,
  tr: /\b(?:bir|olarak|merhaba|tutar|tarihi|ltd sti|\w+ tr)\b/g,
  lt: /\b(?:yra|kaip|projekto|klientas|uab|\w+ lt)\b/g,
  lv: /\b(?:lai|klients|projekta|sia|\w+ lv)\b/g,
  et: /\b(?:projekti|kogu|palun|tervist|\w+ ee)\b/g,
};

/** Of the languages for which the western code page was made; English is a second language everywhere and shows nothing. */
const WESTERN =
  /\b(?:und|der|die|das|mit|bitte|wir|nicht|kunde|le|les|des|pour|nous|avec|montant|el|los|las|para|con|cliente|importe|fecha|uma|nao|dos|della|degli|sono|het|een|van|niet|och|det|til|till|ikke|inte)\b/g;

/** The languages of a text by its words, those with the most signs first; none where western ones show as much. @param text of any encoding */
export function languagesShown(text: string): SignedLanguage[] {
  const words = text
    .replace(/\S+/g, (word) => (/[^\p{ASCII}]/u.test(word) ? ' ' : word))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  const count = (signs: RegExp) => new Set(words.match(signs)).size;
  const western = count(WESTERN);
  const shown = (Object.keys(SIGNS) as SignedLanguage[])
    .map((language) => ({ language, signs: count(SIGNS[language]) }))
    .filter(({ signs }) => signs > western);
  const most = Math.max(0, ...shown.map(({ signs }) => signs));
  return shown.filter(({ signs }) => signs === most).map(({ language }) => language);
}
