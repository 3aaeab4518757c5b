import { decompressRTF } from '@kenjiuno/decompressrtf';
import { lookupTable } from '../../../domain/lookup-table.ts';

/** Groups that hold no text of the message. */
const SKIPPED = new Set([
  'colortbl',
  'filetbl',
  'fonttbl',
  'footer',
  'generator',
  'header',
  'info',
  'listtable',
  'pict',
  'stylesheet',
  'themedata',
]);
const SPACES = lookupTable<string>({
  par: '\n',
  line: '\n',
  row: '\n',
  sect: '\n',
  page: '\n',
  cell: '\t',
  tab: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
});
const TOKEN =
  /\\(?:'([0-9a-f]{2})|([a-z]{1,32})(-?\d{1,10})? ?|\r?\n|([^a-z]))|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi;

/** The text of compressed RTF (MS-OXRTFCP), as Outlook keeps the words of a mail. */
export function rtfText(packed: Uint8Array): string {
  return plainOf(Buffer.from(decompressRTF([...packed])).toString('latin1'));
}

/** The text of RTF: words, line ends and tabs; no pictures, tables of fonts or colours, nothing hidden. */
function plainOf(rtf: string): string {
  const codePage = /\\ansicpg(\d{3,5})/.exec(rtf)?.[1] ?? '1252';
  const decoder = decoderOf(codePage);
  const text: string[] = [];
  const groups: { skip: boolean; unicode: number }[] = [];
  let group = { skip: false, unicode: 1 };
  /** Bytes of one character that stands in several, and what stands for a character that old readers do not know. */
  let bytes: number[] = [];
  let replaced = 0;
  const flush = () => {
    if (bytes.length > 0) text.push(decoder.decode(Uint8Array.from(bytes)));
    bytes = [];
  };
  for (const [, hex, word, number, sign, brace, plain] of rtf.matchAll(TOKEN)) {
    if (hex !== undefined) {
      if (replaced > 0) replaced -= 1;
      else if (!group.skip) bytes.push(Number.parseInt(hex, 16));
      continue;
    }
    flush();
    if (brace === '{') groups.push({ ...group });
    else if (brace === '}') group = groups.pop() ?? group;
    else if (sign === '*') group.skip = true;
    else if (word !== undefined) {
      if (SKIPPED.has(word)) group.skip = true;
      if (word === 'v' && number !== '0') group.skip = true;
      if (word === 'uc') group.unicode = Number(number ?? 1);
      if (group.skip) continue;
      if (word === 'u') {
        text.push(String.fromCharCode((Number(number) + 65_536) % 65_536));
        replaced = group.unicode;
      } else text.push(SPACES[word] ?? '');
    } else if (!group.skip && sign !== undefined)
      text.push(sign === '~' ? ' ' : /[{}\\]/.test(sign) ? sign : '');
    else if (plain !== undefined && !group.skip) {
      text.push(plain.slice(replaced));
      replaced = 0;
    }
  }
  flush();
  return text.join('');
}

/** Encodings of Windows that the web calls otherwise. */
const CODE_PAGES = lookupTable<string>({
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  65001: 'utf-8',
});

function decoderOf(codePage: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(CODE_PAGES[codePage] ?? `windows-${codePage}`);
  } catch {
    return new TextDecoder('windows-1252');
  }
}
