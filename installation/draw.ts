import { type Draw, openDraw } from '../adapters/store/draw.ts';
import type { Configuration } from './configuration.ts';

/** The sample channel's draw is nobody's secret: its board is the same on every machine, as its documents say. */
const SAMPLE_KEY = Buffer.alloc(32, 'deck').toString('base64');

/** By which an installation draws cases: its master key. */
export function drawOf(
  configuration: Pick<Configuration, 'QUARTERDECK_MASTER_KEY' | 'QUARTERDECK_SANDBOX'>,
): Draw {
  return openDraw(configuration.QUARTERDECK_SANDBOX ? SAMPLE_KEY : configuration.QUARTERDECK_MASTER_KEY);
}
