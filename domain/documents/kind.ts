import type { DocumentKind } from './document.ts';

const TITLES: ReadonlyArray<readonly [Exclude<DocumentKind, 'other'>, RegExp]> = [
  [
    'nda',
    /non-?\s?disclosure agreement|confidentiality agreement|(?<![\p{L}])NDA(?![\p{L}])|geheimhaltungs(?:vereinbarung|vertrag)|vertraulichkeits(?:vereinbarung|erklärung)|accord de (?:confidentialité|non[- ]divulgation)|acuerdo de confidencialidad|(?:acordo|termo) de (?:confidencialidade|sigilo)|秘密保持契約/iu,
  ],
  [
    'letter_of_intent',
    /letters? of intent|(?<![\p{L}])LOI(?![\p{L}])|absichtserklärung|lettre d'intention|carta de intenci(?:ón|ones)|carta de intenç(?:ão|ões)|意向書|購入意向|基本合意書/iu,
  ],
  [
    'proof_of_execution',
    /proof of (?:execution|performance)|(?<![\p{L}])PoE(?![\p{L}])|leistungsnachweis|durchführungsnachweis|preuve d['’]exécution|prueba de ejecución|comprovante de execução|実施報告書|実施証明/iu,
  ],
];

/** A title stands in the first lines. */
const TITLE_WITHIN = 600;

/** What kind of document a text is, by its title, else by its file's name. @param text plain (see plainText) */
export function documentKindOf(text: string, fileName: string): DocumentKind {
  const head = text.slice(0, TITLE_WITHIN);
  const name = fileName.replace(/[_-]+/g, ' ');
  const firsts = TITLES.map(([kind, title]) => ({ kind, at: title.exec(head)?.index ?? -1 })).filter(
    ({ at }) => at >= 0,
  );
  const [first] = firsts.sort((a, b) => a.at - b.at);
  return first?.kind ?? TITLES.find(([, title]) => title.test(name))?.[0] ?? 'other';
}
