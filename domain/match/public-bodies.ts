import { expanded } from './abbreviations.ts';

/** What kind of public body, university or hospital a name is of, in the languages of Europe and its neighbours. */
const KINDS = `
academy administration agency amt archives authority ayuntamiento bezirk board borough bundesamt bundesanstalt camara canton chamber city
clinic college commission committee concello conseil council county court department departement diputacion direction diocese district
ecole escuela fachhochschule faculty federal federation foundation gobierno government hansestadt hochschule hospital hospitalier
institute instytut junta kammer kanton klinik klinika klinikum konsortium kreis land landesamt landesbetrieb landkreis landratsamt
library mairie ministry municipality municipal municipale museum office parish police polizei polytechnic prefecture prefeitura provincia
province public region regional regione rat rathaus school schule senat services stadtverwaltung stadtwerke state studentenwerk szkola
town township trust university universitario universitaire universitatsklinikum urzad verwaltung
`;
const KNOWN = new Set(KINDS.trim().split(/\s+/).map(expanded));

/** Whether the word says what kind of body it is, not which. @param word folded, abbreviations spelled out */
export function isPublicBody(word: string): boolean {
  return KNOWN.has(word);
}
