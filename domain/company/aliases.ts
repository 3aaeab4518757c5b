/**
 * What stands between two names of one company, in the languages of the product and its neighbours. English ones after
 * opensanctions/rigour (resources/names/stopwords, name_split_phrases), MIT.
 */
const BETWEEN = [
  'd[./]?b[./]?a|doing business (?:as|under)|trad(?:ing|es) (?:as|under)|trading name|t/a|operating (?:as|under)',
  'a[./]?k[./]?a|also (?:known|trading) as|alias|better known as|known as|brand name',
  'f[./]?k[./]?a|n[./]?k[./]?a|formerly(?: known as)?|formally known as|former|now known as|previously(?: known as)?|prev\\.|earlier known as',
  'ehem(?:als|\\.)|vormals|vorm\\.|früher|firmierend (?:als|unter)|handelnd (?:als|unter)|auch bekannt als|jetzt',
  'anciennement|ex-|nom commercial|enseigne|dit[e]? aussi|exerçant sous le nom(?: de)?',
  'anteriormente|antes|antiguamente|nombre comercial|conocid[ao] como|opera como',
  'nome fantasia|nome comercial|conhecid[ao] como|antigamente',
  'già|denominata|conosciuta come|insegna',
  'voorheen|handelend onder(?: de naam)?|h[./]?o[./]?d[./]?n|ook bekend als',
  'tidligere|tidigare|aiemmin|dříve|dawniej|korábban|ранее|бывш(?:ий|ая|ее)|旧社名|旧称|旧|曾用名',
].join('|');
const MARK = new RegExp(`(?<=[\\s,;:([{（–—-])(?:${BETWEEN})\\.?(?=[\\s:.)]|$)`, 'iu');
const BRAND =
  /\s(?:a|an)\s(?:division|subsidiary|brand|unit|branch|member|company|part)\sof\s|\sc\/o\s|\s(?:eine?|une?)\s(?:marke|marque)\s(?:der|de)\s/iu;

/** The names that a text holds: `Tern Holdings LLC dba Heron Coffee` → both. The first is the text's own. Never empty. */
export function namesIn(text: string): string[] {
  const [own = text] = text.split(BRAND);
  const names: string[] = [];
  let rest = own;
  for (let mark = MARK.exec(rest); mark !== null && mark.index > 0; mark = MARK.exec(rest)) {
    names.push(rest.slice(0, mark.index));
    rest = rest.slice(mark.index + mark[0].length);
  }
  const found = [...names, rest].map((name) => name.replace(/^[\s:.,;)\]}）–—-]+/u, '')).filter(named);
  return found.length > 0 ? found : [text];
}

const named = (name: string) => /[\p{L}\p{N}]/u.test(name);
