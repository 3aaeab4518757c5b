/** What deal@1 took for legal forms. Frozen: its decisions must come out the same for as long as they are kept. */
const LEGAL_FORMS = new Set([
  'ag',
  'ab',
  'as',
  'asa',
  'aps',
  'bv',
  'bvba',
  'co',
  'company',
  'corp',
  'corporation',
  'eg',
  'ek',
  'eurl',
  'gbr',
  'gmbh',
  'inc',
  'incorporated',
  'kg',
  'kgaa',
  'kk',
  'lda',
  'limited',
  'llc',
  'llp',
  'lp',
  'ltd',
  'ltda',
  'mbh',
  'nv',
  'oy',
  'oyj',
  'ohg',
  'plc',
  'pte',
  'pty',
  'sa',
  'sab',
  'sarl',
  'sas',
  'se',
  'sl',
  'slu',
  'spa',
  'srl',
  'sro',
  'ug',
  'zoo',
]);

/**
 * A company name reduced to what identifies it: accents folded, case and punctuation dropped, legal forms at the end removed
 * (`Müller & Söhne GmbH & Co. KG` → `muller sohne`). Empty when nothing identifying is left.
 */
export function normaliseCompanyName(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    // S.A., B.V., G.m.b.H. are one word, not letters
    .replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== 'and' && word !== 'und' && word !== 'et' && word !== 'y');
  while (words.length > 1 && LEGAL_FORMS.has(words.at(-1) as string)) words.pop();
  return words.join(' ');
}
