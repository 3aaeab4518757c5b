import type { BatchRow } from '../../adapters/store/batches.ts';
import { LIFECYCLES, type Lifecycle, qualified } from '../../domain/lifecycles.ts';
import { failure } from '../kit/vendor-failures.ts';
import type { LifecyclePart } from '../lifecycles.ts';
import type { BatchKind, BatchKinds } from './batch-kind.ts';

/** Every kind of batch: those of the lifecycles under their qualified names, and those of the product itself. */
export function batchKinds(parts: Record<Lifecycle, LifecyclePart>, own: BatchKinds): BatchKinds {
  const theirs = LIFECYCLES.flatMap((lifecycle) =>
    Object.entries(parts[lifecycle].batches ?? {}).map(([name, kind]) => [qualified(lifecycle, name), kind]),
  );
  return Object.fromEntries([...Object.entries(own), ...theirs]) as BatchKinds;
}

/** @throws ApplicationFailure NotFound for a kind that this version does not know */
export function kindOf(kinds: BatchKinds, { kind }: Pick<BatchRow, 'kind'>): BatchKind {
  const found = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!found)
    throw failure(
      'NotFound',
      `no worker here knows batches of the kind ${kind}; deploy the version that does`,
    );
  return found;
}
