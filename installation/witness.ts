import type { Ports } from '../adapters/ports/index.ts';
import { fileWitness } from '../adapters/witness/file.ts';
import { httpWitness } from '../adapters/witness/http.ts';
import { mailWitness } from '../adapters/witness/mail.ts';
import type { Witness } from '../adapters/witness/witness.ts';
import type { Configuration } from './configuration.ts';
import { witnessFile } from './witness-file.ts';

/** The witnesses that the configuration names. */
export function createWitnesses(
  configuration: Pick<Configuration, 'QUARTERDECK_WITNESS' | 'QUARTERDECK_KEYS'>,
  ports: Pick<Ports, 'notify'>,
): Witness[] {
  const { http, mail } = configuration.QUARTERDECK_WITNESS;
  const file = witnessFile(configuration);
  return [
    ...(file === null ? [] : [fileWitness(file)]),
    ...(http ? [httpWitness(http)] : []),
    ...(mail ? [mailWitness(mail, ports.notify)] : []),
  ];
}
