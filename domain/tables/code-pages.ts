import { ALPHABETS, type Alphabets } from './alphabets.ts';

/** An encoding of one byte for each character. */
export interface CodePage {
  name: string;
  /** The characters of the bytes 0x80 to 0xFF. */
  high: readonly string[];
  alphabets: Alphabets;
}

/** IBM 850, which Excel writes as "CSV (MS-DOS)"; the Encoding Standard leaves it out. (Unicode, VENDORS/MICSFT/PC/CP850.TXT) */
const IBM850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

/** The one that is named first stands for all that read the same. */
export const CODE_PAGES: readonly CodePage[] = [
  page('windows-1252', ALPHABETS.western),
  page('windows-1250', ALPHABETS.central),
  page('windows-1251', ALPHABETS.none),
  page('windows-1253', ALPHABETS.none),
  page('windows-1254', ALPHABETS.turkish),
  page('windows-1257', ALPHABETS.baltic),
  page('macintosh', ALPHABETS.western),
  page('iso-8859-2', ALPHABETS.central),
  page('iso-8859-15', ALPHABETS.western),
  page('koi8-r', ALPHABETS.none),
  page('ibm866', ALPHABETS.none),
  { name: 'ibm850', high: [...IBM850], alphabets: ALPHABETS.western },
];

function page(name: string, alphabets: Alphabets): CodePage {
  const bytes = Uint8Array.from({ length: 128 }, (_, index) => index + 0x80);
  return { name, high: [...new TextDecoder(name).decode(bytes)], alphabets };
}

/** A text whose bytes stand as characters U+0000 to U+00FF, as the code page reads them. */
export function readAs({ high }: CodePage, latin1: string): string {
  return latin1.replace(/[\u0080-\u00ff]/g, (byte) => high[byte.charCodeAt(0) - 0x80] as string);
}
