import { witnessSchema } from '../../contracts/witness.ts';
import { type Anchor, anchorsIn } from '../../domain/anchors.ts';
import { witnessFile } from '../../installation/witness-file.ts';
import { usage } from '../failure.ts';
import { readInput } from '../input.ts';
import { needed } from '../session.ts';

/**
 * The checkpoints that a witness holds.
 * @param said a file with them, whatever stands around them; true: the file that the configuration names
 * @throws CliFailure when there is no such file, or no checkpoint in it
 */
export async function witnessAnchors(said: string | true): Promise<Anchor[]> {
  const path = said === true ? configuredFile() : said;
  const anchors = anchorsIn((await readInput(path)).toString('utf8'));
  if (anchors.length > 0) return anchors;
  throw usage(
    `${path} holds no checkpoint.`,
    'A checkpoint is written as NUMBER:HASH; name the file that holds them.',
    'witness',
  );
}

function configuredFile(): string {
  const settings = witnessSchema.safeParse(process.env.QUARTERDECK_WITNESS);
  if (!settings.success)
    throw usage(
      'QUARTERDECK_WITNESS is not what names a witness.',
      'Correct it as docs/operations.md has it, such as {"file":{}}; or name the file: --witness FILE.',
      'witness',
    );
  const path = witnessFile({
    QUARTERDECK_WITNESS: settings.data,
    QUARTERDECK_KEYS: needed('QUARTERDECK_KEYS'),
  });
  if (path !== null) return path;
  throw usage(
    'No file is a witness here.',
    'Save what the collector or the mailbox holds, and name that file: --witness FILE.',
    'witness',
  );
}
