/** The condition language that SOQL and Impartner's filters share, for the simulators. */

export class FilterFault extends Error {}

interface Token {
  kind: 'text' | 'word' | 'sign';
  /** Of a text: what stands between the quotes, escapes kept. */
  value: string;
}

export type Cursor = {
  peek(): string;
  /** Takes the next token if it is this word or sign, without case. */
  skip(value: string): boolean;
  expect(value: string): void;
  word(): string;
  token(): Token;
  done(): boolean;
};

export type Test<T> = (row: T) => boolean;
/** Reads a field of a row, any case; throws when the object has no such field. */
export type Resolve<T> = (row: T, field: string) => unknown;

export function cursor(source: string): Cursor {
  const pattern = /\s*(?:'((?:\\.|[^'\\])*)'|([\w.+:-]+)|(<=|>=|!=|<>|[=<>(),]))/suy;
  const tokens: Token[] = [];
  const text = source.trimEnd();
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new FilterFault(`unexpected token at ${at}`);
    if (match[1] !== undefined) tokens.push({ kind: 'text', value: match[1] });
    else if (match[2] !== undefined) tokens.push({ kind: 'word', value: match[2] });
    else tokens.push({ kind: 'sign', value: match[3] as string });
  }
  let at = 0;
  const is = (value: string) => {
    const token = tokens[at];
    return token !== undefined && token.kind !== 'text' && token.value.toLowerCase() === value.toLowerCase();
  };
  const own: Cursor = {
    peek: () => tokens[at]?.value ?? '',
    skip(value) {
      if (!is(value)) return false;
      at += 1;
      return true;
    },
    expect(value) {
      if (!own.skip(value)) throw new FilterFault(`expected ${value} and found ${own.peek() || 'the end'}`);
    },
    word() {
      const token = own.token();
      if (token.kind !== 'word') throw new FilterFault(`expected a name and found ${token.value}`);
      return token.value;
    },
    token() {
      const token = tokens[at];
      if (!token) throw new FilterFault('unexpected end');
      at += 1;
      return token;
    },
    done: () => at >= tokens.length,
  };
  return own;
}

/** condition := term (OR term)*, term := factor (AND factor)*, factor := NOT factor | ( condition ) | comparison */
export function condition<T>(from: Cursor, resolve: Resolve<T>): Test<T> {
  let left = term(from, resolve);
  while (from.skip('or')) {
    const [a, b] = [left, term(from, resolve)];
    left = (row) => a(row) || b(row);
  }
  return left;
}

function term<T>(from: Cursor, resolve: Resolve<T>): Test<T> {
  let left = factor(from, resolve);
  while (from.skip('and')) {
    const [a, b] = [left, factor(from, resolve)];
    left = (row) => a(row) && b(row);
  }
  return left;
}

function factor<T>(from: Cursor, resolve: Resolve<T>): Test<T> {
  if (from.skip('not')) {
    const inner = factor(from, resolve);
    return (row) => !inner(row);
  }
  if (from.skip('(')) {
    const inner = condition(from, resolve);
    from.expect(')');
    return inner;
  }
  const field = from.word();
  const negated = from.skip('not');
  if (from.skip('like')) {
    const pattern = likePattern(from.token());
    return (row) => pattern.test(String(resolve(row, field) ?? '')) !== negated;
  }
  if (from.skip('in')) {
    from.expect('(');
    const wanted = [literal(from.token())];
    while (from.skip(',')) wanted.push(literal(from.token()));
    from.expect(')');
    return (row) => wanted.some((value) => compare(resolve(row, field), value) === 0) !== negated;
  }
  const sign = from.token().value;
  const wanted = literal(from.token());
  const test = SIGNS[sign];
  if (!test) throw new FilterFault(`unknown operator ${sign}`);
  return (row) => test(compare(resolve(row, field), wanted));
}

const SIGNS: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const unescaped = (raw: string) => raw.replace(/\\(.)/gsu, (_, char: string) => ESCAPES[char] ?? char);

function literal(token: Token): unknown {
  if (token.kind === 'text') return unescaped(token.value);
  const word = token.value.toLowerCase();
  if (word === 'null') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  if (/^[-+]?\d+(\.\d+)?$/.test(word)) return Number(word);
  if (/^\d{4}-\d\d-\d\d/.test(word)) return token.value;
  throw new FilterFault(`unexpected token ${token.value}`);
}

function likePattern(token: Token): RegExp {
  if (token.kind !== 'text') throw new FilterFault('LIKE needs a text');
  const source = token.value.replace(
    /\\(.)|(%)|(_)|([^\\%_])/gsu,
    (_, quoted, percent, underscore, other) => {
      if (percent) return '.*';
      if (underscore) return '.';
      return (quoted === undefined ? other : (ESCAPES[quoted] ?? quoted)).replace(
        /[\\^$.*+?()[\]{}|/-]/g,
        '\\$&',
      );
    },
  );
  return new RegExp(`^${source}$`, 'is');
}

/** Texts compare without case, as both vendors do. NaN (never equal, less or greater) where a side is null. */
function compare(value: unknown, wanted: unknown): number {
  const a = value ?? null;
  if (a === null || wanted === null) return a === wanted ? 0 : Number.NaN;
  if (typeof a === 'number' && typeof wanted === 'number') return a - wanted;
  const [at, then] = [momentOf(a), momentOf(wanted)];
  if (at !== null && then !== null) return at - then;
  const [left, right] = [String(a).toLowerCase(), String(wanted).toLowerCase()];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Moments are the same whatever their zone. */
function momentOf(value: unknown): number | null {
  const zoned = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/i;
  return typeof value === 'string' && zoned.test(value) ? Date.parse(value) : null;
}
