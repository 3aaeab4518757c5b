import type { Candidate } from './finding.ts';
import { sentenceAround } from './running-text.ts';

const OPEN = '["„“«‚‘「『]';
const CLOSE = '["”“»‘’」』]';
const WORD =
  '(?:project|opportunity|deal|initiative|Projekt|Vorhaben|Opportunity|projet|opportunité|affaire|proyecto|oportunidad|projeto|oportunidade|negócio|案件|プロジェクト|商談)';
const NAMED =
  "(?: is| name is| called| named| titled| entitled| known as| heißt| namens| mit dem Namen| mit dem Titel| trägt den Namen| lautet| s'appelle| intitulé[e]?| nommé[e]?| dénommé[e]?| se llama| llamad[oa]| denominad[oa]| titulad[oa]| chama-se| chamad[oa]| intitulad[oa]|名は|は|名称は){0,2}";

const QUOTED: readonly RegExp[] = [
  new RegExp(`${WORD}${NAMED}[ :]{0,3}${OPEN}(?<name>[^"„“”«»「」『』\\n]{3,120}?)[.,]?${CLOSE}`, 'giu'),
  new RegExp(`${OPEN}(?<name>[^"„“”«»「」『』\\n]{3,120}?)[.,]?${CLOSE}[ -]?(?:の)?${WORD}`, 'giu'),
];
/** `The project is called Network refresh.` */
const CALLED = new RegExp(
  `(?<![\\p{L}])(?:${WORD} (?:is called|is named|name is|is about|concerns|covers|is (?=an? |the )|heißt|trägt den Namen|betrifft|umfasst|s'appelle|est intitulée?|concerne|porte sur|se llama|se trata de|trata de|consiste en|consiste em|chama-se|é (?=uma? ))|it is about|it's about|es geht (?:dabei |hier )?um|geht es um|il s'agit (?:de |d')|se trata de|trata-se de) ?(?:a |an |the |eine?[nr]? |une? |una? |uma? |la |le |l'|el |o |die |den |das )?(?<name>[\\p{L}\\d][^.;\\n"„“«(]{2,100}?)(?=[.;\\n(]|, | (?:with|worth|valued|at|mit|im|in|bei|pour|avec|chez|con|por|com|en|d'une|mit einem|no valor) |$)`,
  'giu',
);
const JAPANESE = /案件名は(?<name>[^、。「」\n]{2,60}?)(?:です|となります|で、|、|。)/gu;

/** What a sentence registers: `register a network refresh at ACME`. */
const VERB =
  /(?:register(?:ing)?|log|protect|submit|anmelden|registrieren|enregistrer|déposer|registrar|inscribir)(?: with you)? (?:(?:the|a|an|our|this|following|new|den|die|das|ein|eine|le|la|un|une|el|una|o|a|um|uma)\s+|l')*(?<name>[\p{L}\d][^.;:\n"„“«]{2,80}?)(?= (?:at|with|for|bei|beim|chez|auprès|pour|en|con|para|na|no|junto|com)(?: |$))/giu;
const NOTHING =
  /^(?:the |a |an |our |new |following |nouvelle |nueva |nova )*(?:deal|opportunity|opportunities|project|registration|deal registration|it|this|following|affaire|opportunité|projet|oportunidad|proyecto|operación|oportunidade|projeto|negócio|nouveau projet|one|us|you|something)(?: (?:registration|suivante?|siguiente|seguinte|below|with you|here))?$/iu;
/** `for their data centre renewal`, `for a storage refresh` */
const FOR =
  /\b(?:for|um|regarding|covering|concerning|für|pour|para) (?:a|an|their|its|the|ein|eine[nrm]?|ihre?[nrm]?|die|den|das|un|une|leur|una|su|um|uma|o|a) (?<name>\p{L}[^.,;:\n"„“«()]{4,70}?)(?: (?:project|opportunity|initiative|Projekt))?(?=[.,;\n(]| (?:at|with|worth|for|bei|im|mit|chez|en|con|por|na|no|com|d'un|de [\d€])(?: |$))/gu;

/** The opportunity's name in prose: quoted or called so, or what the registering sentence registers. The first found of the best kind. */
export function opportunityInProse(
  running: string,
  customer: { start: number; end: number } | null,
): Candidate<string> | null {
  const all = (pattern: RegExp) => [...running.matchAll(pattern)].map(named).filter((one) => one !== null);
  const apart = (one: Candidate<string>) =>
    !customer || one.end <= customer.start || one.start >= customer.end;
  for (const patterns of [[...QUOTED, JAPANESE], [CALLED], [VERB], [FOR]]) {
    const found = patterns.flatMap(all).filter(apart)[0];
    if (found) return found;
  }
  return quotedBeside(running, customer);
}

const ANY_QUOTED = new RegExp(`${OPEN}(?<name>[^"„“”«»「」『』\\n]{3,120}?)[.,]?${CLOSE}`, 'gu');

/** Something in quotation marks in the customer's own sentence is what is sold to it. */
function quotedBeside(
  running: string,
  customer: { start: number; end: number } | null,
): Candidate<string> | null {
  if (customer === null) return null;
  const { from, to } = sentenceAround(running, customer.start, customer.end);
  const quoted = [...running.matchAll(ANY_QUOTED)]
    .filter(({ index }) => index >= from && index < to)
    .map(named)
    .filter((one) => one !== null && (one.end <= customer.start || one.start >= customer.end));
  return quoted.length === 1 ? (quoted[0] ?? null) : null;
}

function named(match: RegExpMatchArray): Candidate<string> | null {
  const written = match.groups?.name ?? '';
  const name = written.trim().replace(/(?<![\s,])[\s,]+$/, '');
  if (name.length < 3 || NOTHING.test(name) || /^\d[\d.,\s]*$/.test(name) || /\d ?(?:k|EUR|USD|€)/.test(name))
    return null;
  const start = (match.index as number) + match[0].indexOf(written) + written.indexOf(name);
  return { value: name, start, end: start + name.length, rule: 'prose' };
}
