import { type HubspotRecord, HubspotRefusal, propertyOf, propertyValue, shown } from './rows.ts';

interface Filter {
  propertyName: string;
  operator: string;
  value?: string;
  values?: string[];
}

export interface SearchBody {
  filterGroups?: { filters: Filter[] }[];
  sorts?: { propertyName: string; direction?: string }[];
  properties?: string[];
  limit?: number;
  after?: string;
}

/** The part of the search that needs no index of words but names. @throws HubspotRefusal beyond its documented limits */
export function runSearch(type: string, rows: HubspotRecord[], body: SearchBody) {
  const { filterGroups = [], sorts = [], properties = [], limit = 10, after = '0' } = body;
  const refuse = (message: string) => new HubspotRefusal(400, 'VALIDATION_ERROR', message);
  if (filterGroups.length > 5) throw refuse('Too many filter groups');
  if (filterGroups.some(({ filters }) => filters.length > 6)) throw refuse('Too many filters in a group');
  if (sorts.length > 1) throw refuse('Only one sort is supported');
  if (limit < 1 || limit > 200) throw refuse('limit must be between 1 and 200');
  const from = Number(after);
  if (from + limit > 10_000) throw refuse('The offset is beyond the first 10,000 results');
  const found = rows.filter(
    (row) =>
      filterGroups.length === 0 ||
      filterGroups.some(({ filters }) => filters.every((filter) => holds(type, row, filter))),
  );
  const [sort] = sorts;
  const by = propertyOf(type, sort?.propertyName ?? 'createdate').name;
  const sign = sort?.direction === 'DESCENDING' ? -1 : 1;
  found.sort((a, b) => sign * compare(propertyValue(a, by) ?? '', propertyValue(b, by) ?? ''));
  const next = from + limit < found.length ? { paging: { next: { after: String(from + limit) } } } : {};
  return {
    total: found.length,
    results: found.slice(from, from + limit).map((row) => shown(row, properties)),
    ...next,
  };
}

function holds(type: string, row: HubspotRecord, filter: Filter): boolean {
  const { type: kind } = propertyOf(type, filter.propertyName);
  const value = propertyValue(row, filter.propertyName);
  // Moments are given as milliseconds or in ISO form.
  const wanted = (text: string) =>
    kind === 'datetime' && /^\d+$/.test(text) ? new Date(Number(text)).toISOString() : text;
  const order = value === null ? Number.NaN : compare(spelled(kind, value), wanted(filter.value ?? ''));
  switch (filter.operator) {
    case 'EQ':
      return order === 0;
    case 'NEQ':
      return order !== 0;
    case 'GT':
      return order > 0;
    case 'GTE':
      return order >= 0;
    case 'LT':
      return order < 0;
    case 'LTE':
      return order <= 0;
    case 'IN': {
      const { values = [] } = filter;
      if (values.length > 100) throw new HubspotRefusal(400, 'VALIDATION_ERROR', 'Too many values');
      return value !== null && values.includes(value);
    }
    case 'HAS_PROPERTY':
      return value !== null;
    case 'NOT_HAS_PROPERTY':
      return value === null;
    case 'CONTAINS_TOKEN':
      return hasToken(value ?? '', filter.value ?? '');
    default:
      throw new HubspotRefusal(400, 'VALIDATION_ERROR', `Invalid operator ${filter.operator}`);
  }
}

const spelled = (kind: string, value: string) =>
  kind === 'datetime' ? new Date(value).toISOString() : value.toLowerCase();

/** `*` stands for any letters at the ends of the token. */
function hasToken(text: string, wanted: string): boolean {
  const token = wanted.toLowerCase().replace(/^\*|\*$/g, '');
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.some((word) => {
    if (wanted.startsWith('*') && wanted.endsWith('*')) return word.includes(token);
    if (wanted.startsWith('*')) return word.endsWith(token);
    return wanted.endsWith('*') ? word.startsWith(token) : word === token;
  });
}

/** Numbers as numbers, all else as text. */
function compare(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return Number(BigInt(a) - BigInt(b));
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left === right ? 0 : left < right ? -1 : 1;
}
