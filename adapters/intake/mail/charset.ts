/** As long as the header lines of one part are at most. */
const CONTENT_TYPE =
  /^(content-type:[ \t]{0,20}(?:\r?\n[ \t]{1,20})?text\/(?:plain|html))([^\r\n]{0,1000}(?:\r?\n[ \t][^\r\n]{0,1000}){0,10})/gim;
const CHARSET = /;\s{0,20}charset\*?\s{0,5}=\s{0,5}(?:"([^"]{0,60})"|([^\s;"]{1,60}))/i;

/** The same mail with its texts declared in another encoding: what a sender declares, and what they wrote, are two things. */
export function relabelled(mail: Buffer, charset: string): Buffer {
  const text = mail.toString('latin1');
  const changed = text.replace(
    CONTENT_TYPE,
    (_, type: string, more: string) => `${type}; charset=${charset}${more.replace(CHARSET, '')}`,
  );
  const declared = changed === text ? `Content-Type: text/plain; charset=${charset}\r\n${text}` : changed;
  return Buffer.from(declared, 'latin1');
}

/** Every encoding that a mail declares for its texts, in lower case. */
export function declaredCharsets(mail: Buffer): string[] {
  const found = [...mail.toString('latin1').matchAll(CONTENT_TYPE)].map(([, , more = '']) => {
    const [, quoted, plain] = CHARSET.exec(more) ?? [];
    return (quoted ?? plain ?? '').trim().toLowerCase();
  });
  return [...new Set(found.filter((one) => one !== ''))];
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * A text whose lines were UTF-8 and were read as an encoding of one byte a character (`MÃ¼ritz`), read as what it is. A line that is no
 * UTF-8 stays: nobody writes by chance what is. Null when nothing changed.
 * @param charsets in which the lines may have been read
 */
export function readAsUtf8(text: string, charsets: readonly string[]): string | null {
  const tables = charsets.map(byteTable).filter((one) => one !== null);
  let changed = false;
  const lines = text.split('\n').map((line) => {
    if (!/[^\0-\x7f]/.test(line)) return line;
    for (const table of tables) {
      const mended = utf8Of(bytesOf(line, table));
      if (mended !== null) {
        changed = true;
        return mended;
      }
    }
    return line;
  });
  return changed ? lines.join('\n') : null;
}

/** The bytes that windows-1252 shows so; every byte has a character in it. */
export function windows1252Bytes(text: string): Uint8Array | null {
  return bytesOf(text, byteTable('windows-1252') as Map<string, number>);
}

function utf8Of(bytes: Uint8Array | null): string | null {
  try {
    return bytes && UTF_8.decode(bytes);
  } catch {
    return null;
  }
}

function bytesOf(text: string, table: ReadonlyMap<string, number>): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const byte = table.get(text[at] as string);
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  return bytes;
}

const tables = new Map<string, Map<string, number> | null>();

/** Which byte each character of an encoding is; null for one that needs several bytes a character. */
function byteTable(charset: string): Map<string, number> | null {
  const known = tables.get(charset);
  if (known !== undefined) return known;
  const table = madeTable(charset);
  if (tables.size < 100) tables.set(charset, table);
  return table;
}

function madeTable(charset: string): Map<string, number> | null {
  try {
    const text = new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    // Bytes of an encoding of several bytes mean nothing alone.
    if (text.length !== 256 || text.split('\ufffd').length > 40) return null;
    return new Map([...text].map((character, byte) => [character, byte]));
  } catch {
    return null;
  }
}
