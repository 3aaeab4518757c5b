import { htmlText } from '../../documents/html-text.ts';
import { rtfText } from './rtf-text.ts';

/** What a `winmail.dat` holds. */
export interface TnefContent {
  text: string;
  files: { name: string; bytes: Buffer }[];
}

/** Attributes (MS-OXTNEF, 2.1.3.2), the lower half of their numbers. */
const BODY = 0x800c;
const MESSAGE_PROPERTIES = 0x9003;
const FILE_BEGINS = 0x9002;
const FILE_TITLE = 0x8010;
const FILE_DATA = 0x800f;
const FILE_PROPERTIES = 0x9005;

/** Properties (MS-OXPROPS). */
const PLAIN = 0x1000;
const HTML = 0x1013;
const RTF = 0x1009;
const LONG_NAME = 0x3707;

const MOST_FILES = 50;

export function isTnef(bytes: Buffer): boolean {
  return bytes.length >= 6 && bytes.readUInt32LE(0) === 0x223e9f78;
}

/**
 * The words and files of a mail that Outlook packed into `winmail.dat` (MS-OXTNEF), which only Outlook opens. Linear in its length.
 * @throws RangeError when it is broken
 */
export function readTnef(bytes: Buffer): TnefContent {
  const files: { name: string; bytes: Buffer }[] = [];
  let plain = '';
  let properties = new Map<number, Buffer>();
  for (let at = 6; at + 9 <= bytes.length; ) {
    const attribute = bytes.readUInt32LE(at + 1) & 0xffff;
    const length = bytes.readUInt32LE(at + 5);
    const value = bytes.subarray(at + 9, at + 9 + length);
    if (value.length < length) throw new RangeError('the file ends within an attribute');
    at += 9 + length + 2;
    const file = files.at(-1);
    if (attribute === BODY) plain = ansi(value);
    else if (attribute === MESSAGE_PROPERTIES) properties = propertiesOf(value);
    else if (attribute === FILE_BEGINS && files.length < MOST_FILES)
      files.push({ name: '', bytes: Buffer.alloc(0) });
    else if (attribute === FILE_TITLE && file) file.name ||= ansi(value);
    else if (attribute === FILE_DATA && file) file.bytes = value;
    else if (attribute === FILE_PROPERTIES && file)
      file.name = wide(propertiesOf(value).get(LONG_NAME)) || file.name;
  }
  return { text: textOf(plain, properties), files: files.filter((one) => one.bytes.length > 0) };
}

function textOf(plain: string, properties: ReadonlyMap<number, Buffer>): string {
  const said = plain.trim() || wide(properties.get(PLAIN)).trim();
  if (said !== '') return said;
  const html = properties.get(HTML);
  if (html) return htmlText(utf8Or1252(html));
  const rtf = properties.get(RTF);
  return rtf ? rtfText(rtf) : '';
}

/** Sizes of values in a list of properties; 0: it says its own. */
const SIZES: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
  13: 0,
  30: 0,
  31: 0,
  258: 0,
};

/** The values of a list of properties (MS-OXTNEF, 2.1.3.4) that are texts or bytes, by number. */
function propertiesOf(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  if (bytes.length < 4) return found;
  let at = 4;
  const four = (length: number) => Math.ceil(length / 4) * 4;
  for (let count = Math.min(bytes.readUInt32LE(0), 5_000); count > 0; count -= 1) {
    const kind = bytes.readUInt16LE(at);
    const id = bytes.readUInt16LE(at + 2);
    at += 4;
    if (id >= 0x8000) {
      // A named property: a GUID, then a number or a name.
      const named = bytes.readUInt32LE(at + 16);
      at += 20;
      at += named === 0 ? 4 : 4 + four(bytes.readUInt32LE(at));
    }
    const several = (kind & 0x1000) !== 0;
    const size = SIZES[kind & 0x0fff];
    if (size === undefined) throw new RangeError('a property has a type that is not known');
    const values = several || size === 0 ? bytes.readUInt32LE(at) : 1;
    if (several || size === 0) at += 4;
    if (values > 10_000) throw new RangeError('a property has too many values');
    for (let value = 0; value < values; value += 1) {
      const length = size === 0 ? bytes.readUInt32LE(at) : size;
      if (size === 0) at += 4;
      const one = bytes.subarray(at, at + length);
      if (one.length < length) throw new RangeError('the file ends within a property');
      // An 8-bit text becomes a wide one, so that all are alike.
      if (size === 0 && value === 0) found.set(id, kind === 30 ? Buffer.from(ansi(one), 'utf16le') : one);
      at += four(length);
    }
  }
  return found;
}

function wide(bytes: Buffer | undefined): string {
  return (bytes?.toString('utf16le') ?? '').replace(/(?<!\0)\0+$/, '');
}

function ansi(bytes: Buffer): string {
  return utf8Or1252(bytes).replace(/(?<!\0)\0+$/, '');
}

function utf8Or1252(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
