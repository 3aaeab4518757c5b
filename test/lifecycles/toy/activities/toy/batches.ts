import type { BatchKinds } from '../batch/batch-kind.ts';

/** One of ten asks for few seats. */
const seatsOf = (number: number): number => (number % 10 === 0 ? 1 : 25);

/** What a case without a partner asks for: that of an item as its id says it, that of a period one seat. */
export function itemOf(externalId: string): { kind: string; seats: number } {
  const [, number] = /\/(\d+)$/.exec(externalId) ?? [];
  if (number === undefined) return { kind: externalId, seats: 1 };
  const seats = seatsOf(Number(number));
  return { kind: seats === 1 ? 'few' : 'many', seats };
}

export const TOY_BATCHES: BatchKinds = {
  /** A case each; so many as the batch says, by default two. */
  period: {
    items: 'cases',
    title: 'seats of a month',
    lifecycle: 'toy',
    async keys(_, { input: { cases = 2 } }, after, limit) {
      const first = Number(after ?? 0) + 1;
      const count = Math.max(0, Math.min(limit, Number(cases) - first + 1));
      return Array.from({ length: count }, (_, index) => String(first + index).padStart(6, '0'));
    },
    caseOf: ({ name }, key) => ({ externalId: `${name}/${key}`, partnerId: null }),
  },
  /** Counts the lines of a file, in a table of the toy's own. */
  lines: {
    items: 'rows',
    title: 'lines',
    async keys(tx, { name }, after, limit) {
      const { rows } = await tx.query<{ key: string }>(
        'select key from toy_lines where file = $1 and key > $2 order by key limit $3',
        [name, after ?? '', limit],
      );
      return rows.map(({ key }) => key);
    },
    async work(tx, { name }, { after, last }) {
      const range = [name, after ?? '', last];
      await tx.query(
        'update toy_lines set counted = counted + 1 where file = $1 and key > $2 and key <= $3 and seats > 0',
        range,
      );
      const { rows } = await tx.query<{ key: string }>(
        'select key from toy_lines where file = $1 and key > $2 and key <= $3 and not seats > 0',
        range,
      );
      return rows.map(({ key }) => ({ key, error: 'a line has at least one seat; correct it in its file' }));
    },
  },
};
