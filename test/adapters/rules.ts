import type { Rig, WriteCase } from './contract.ts';
import { FAULT_RULES, keeps, rulesFor, WRITE_RULES } from './write-contract.ts';

/** A rule of a port's own suite. */
interface Check<R> {
  name: string;
  run(rig: R): Promise<void>;
}

/** Every rule that an adapter over HTTP keeps, by name; those of its writes as `<write>: <rule>`. */
export function rulesOf<Port, R extends Rig<Port>>(
  checks: readonly Check<R>[],
  writes: readonly WriteCase<Port>[],
): Map<string, (rig: R) => Promise<void>> {
  const [first] = writes as [WriteCase<Port>];
  return new Map([
    ...checks.map(({ name, run }) => [name, run] as const),
    ...writes.flatMap((write) =>
      rulesFor(WRITE_RULES, write, true).map(
        (rule) => [`${write.name}: ${rule.name}`, (rig: R) => keeps(rule, rig, write)] as const,
      ),
    ),
    ...rulesFor(FAULT_RULES, first, true).map(
      (rule) => [rule.name, (rig: R) => keeps(rule, rig, first)] as const,
    ),
  ]);
}
