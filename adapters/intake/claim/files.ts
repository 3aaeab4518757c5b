import type { Fault } from '../../../contracts/problem.ts';
import type { ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { decode } from '../../../domain/tables/decode.ts';
import { decodeFault } from '../../tables/table-faults.ts';
import {
  type IntakeForm,
  OUTLOOK,
  type Parsed,
  RECEIVED_MAIL,
  STATED_FILE,
  WORKBOOK,
  ZIP,
} from '../parse.ts';
import { keptWithStated, statedIn } from '../stated-file.ts';
import { zipEntries } from '../zip-entries.ts';
import { type Bundle, claimsOfBundle } from './bundle.ts';
import { parseClaimsJson } from './json.ts';
import { bundleOfMail, type ClaimMail } from './mail.ts';

export interface ClaimFiles {
  form: IntakeForm;
  body: Uint8Array;
  now: Date;
  format: SourceFormat;
  /** See isSenderProved. */
  servers: readonly string[];
}

/** The claims of an input; those without an id are called UNNAMED. `aside`: it wants no answer. */
export type ClaimFilesRead =
  | { parts: Parsed<ReceivedClaim>[]; mail: ClaimMail | null }
  | { fault: Fault; aside?: true };

/** Reads the claims of a mail, an archive, a table or JSON. It may take long and much memory: it belongs in a thread. */
export async function claimsOfFiles({
  form,
  body,
  now,
  format,
  servers,
}: ClaimFiles): Promise<ClaimFilesRead> {
  switch (form) {
    case 'application/json':
      return { parts: parseClaimsJson(body, now, format), mail: null };
    case 'message/rfc822':
    case RECEIVED_MAIL:
    case OUTLOOK: {
      const read = await bundleOfMail(form, body, servers);
      if ('fault' in read) return read;
      return { parts: await claimsOfBundle(read.bundle, now, format), mail: read.mail };
    }
    case STATED_FILE: {
      const stated = statedIn(body, format);
      if (stated === null) throw new Error('a stated file lost what was stated of it');
      const read = await claimsOfFiles({ ...stated, now, servers });
      if ('fault' in read) return read;
      return {
        ...read,
        parts: read.parts.map((part) => (part.ok ? part : { ...part, ...keptWithStated(part, body) })),
      };
    }
    case ZIP: {
      const bundle = bundleOfArchive(body, format);
      return 'fault' in bundle ? bundle : { parts: await claimsOfBundle(bundle, now, format), mail: null };
    }
    default: {
      const name = form === WORKBOOK ? 'claims.xlsx' : 'claims.csv';
      const files = [{ name, type: form === WORKBOOK ? form : 'text/csv', bytes: body }];
      return {
        parts: await claimsOfBundle(
          { words: null, subject: null, files, body, mayAnswer: false },
          now,
          format,
        ),
        mail: null,
      };
    }
  }
}

function bundleOfArchive(body: Uint8Array, { encoding }: SourceFormat): Bundle | { fault: Fault } {
  const entries = zipEntries(Buffer.from(body));
  if (!Array.isArray(entries)) return { fault: notOpened(entries.problem) };
  const isText = ({ name }: { name: string }) => /\.txt$/i.test(name);
  const texts: string[] = [];
  for (const { bytes } of entries.filter(isText)) {
    const read = decode(bytes, encoding ?? null);
    if (!('text' in read)) return { fault: decodeFault(read) };
    texts.push(read.text);
  }
  const words = texts.join('\n');
  const files = entries
    .filter((one) => !isText(one))
    .map((one) => ({ ...one, type: 'application/octet-stream' }));
  return { words: words.trim() === '' ? null : words, subject: null, files, body, mayAnswer: false };
}

function notOpened(problem: string): Fault {
  const [title, fix] =
    problem === 'zip_encrypted'
      ? ['The archive is protected by a password.', 'Pack its files without one.']
      : problem === 'nested_archive'
        ? ['The archive holds other archives.', 'Pack the files in them themselves.']
        : [
            'The archive is damaged, or holds what is not opened.',
            'Pack its files anew, without programs and macros.',
          ];
  return { code: problem, title, field: null, fix };
}
