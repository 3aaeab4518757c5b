import { LIFECYCLES, type Lifecycle } from '../../domain/lifecycles.ts';
import { isEnvelope } from './envelope.ts';
import { parseJson } from './json.ts';

/**
 * What a signed event is about, by the first word of its type: `claim.submitted`, `deal.created`.
 * @param otherwise whose the body is where it has no envelope, or its type is of no lifecycle
 */
export function eventLifecycle(body: Uint8Array, otherwise: Lifecycle): Lifecycle {
  const json = parseJson(body);
  if ('fault' in json || !isEnvelope(json.value)) return otherwise;
  const { type } = json.value;
  return LIFECYCLES.find((lifecycle) => type.startsWith(`${lifecycle}.`)) ?? otherwise;
}
