import { deflateSync } from 'node:zlib';

/** One object of a PDF after the other with its cross-reference table (ISO 32000-1 7.5); the first is the catalogue. */
export function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  const add = (part: Buffer) => {
    parts.push(part);
    at += part.length;
  };
  for (const [index, object] of objects.entries()) {
    offsets.push(at);
    add(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]));
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const start = at;
  add(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';

/** Lines of text on one page. */
export function textPdf(lines: readonly string[], extra = ''): Buffer {
  const shown = lines.map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj T*`).join('\n');
  return contentPdf(Buffer.from(`BT /F1 11 Tf 14 TL 56 780 Td\n${shown}\nET`, 'latin1'), '', extra);
}

/** A page with any content stream. @param filter such as `/Filter /FlateDecode` */
export function contentPdf(content: Buffer, filter = '', extra = ''): Buffer {
  return pdfOf([
    `<< /Type /Catalog /Pages 2 0 R ${extra} >>`,
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    FONT,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>',
    Buffer.concat([
      Buffer.from(`<< /Length ${content.length} ${filter} >>\nstream\n`),
      content,
      Buffer.from('\nendstream'),
    ]),
  ]);
}

/** A form with filled-in text fields. */
export function formPdf(values: Readonly<Record<string, string>>): Buffer {
  const fields = Object.entries(values);
  const refs = fields.map((_, index) => `${5 + index} 0 R`).join(' ');
  return pdfOf([
    `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [${refs}] >> >>`,
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    FONT,
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [${refs}] >>`,
    ...fields.map(
      ([name, value], index) =>
        `<< /Type /Annot /Subtype /Widget /FT /Tx /T (${name}) /V (${value}) /Rect [56 ${700 - index * 20} 300 ${715 - index * 20}] /P 4 0 R >>`,
    ),
  ]);
}

/** A few kilobytes that unpack to so many bytes of page content. */
export function bombPdf(bytes: number, layers = 1): Buffer {
  let content: Buffer = Buffer.alloc(bytes, 'BT (x) Tj ET ');
  for (let layer = 0; layer < layers; layer += 1) content = deflateSync(content, { level: 9 });
  return contentPdf(content, `/Filter [${'/FlateDecode '.repeat(layers)}]`);
}

/** Protected by a password that nobody knows (standard handler, revision 2). */
export function encryptedPdf(): Buffer {
  const hash = `<${'5a'.repeat(32)}>`;
  const plain = textPdf(['secret']).toString('latin1');
  return Buffer.from(
    plain.replace(
      '/Root 1 0 R',
      `/Root 1 0 R /ID [<01> <01>] /Encrypt << /Filter /Standard /V 1 /R 2 /O ${hash} /U ${hash} /P -4 >>`,
    ),
    'latin1',
  );
}
