import { deflateSync } from 'node:zlib';

/** What a PDF holds beside the drawing of its page. */
export interface PdfFile {
  /** A file that is attached to it, as Factur-X demands (PDF/A-3, associated file). */
  attached?: { name: string; bytes: Buffer };
  /** A picture that fills the page, drawn before anything else. */
  picture?: Picture;
  /** UTC instant at which it was made, and the program that made it. */
  made?: { at: string; by: string };
}

/** `gray`: one byte a pixel; `jpeg`: a whole JPEG file. */
export interface Picture {
  kind: 'gray' | 'jpeg';
  width: number;
  height: number;
  bytes: Buffer;
}

export const moveTo = (x: number, y: number): string => `${x.toFixed(2)} ${y.toFixed(2)}`;

/** A PDF of one A4 page (ISO 32000-1) with Helvetica in two weights. @param drawing operators of the page */
export function pdfFile(drawing: string, { attached, picture, made }: PdfFile): Buffer {
  const objects: Buffer[] = [];
  const add = (dictionary: string, stream?: Buffer) =>
    objects.push(
      stream
        ? Buffer.concat([
            Buffer.from(`<< ${dictionary} /Length ${stream.length} >>\nstream\n`, 'latin1'),
            stream,
            Buffer.from('\nendstream', 'latin1'),
          ])
        : Buffer.from(`<< ${dictionary} >>`, 'latin1'),
    );
  // Objects 1 to 5 stand at their numbers; what follows is counted.
  const shown = picture ? `q 595 0 0 842 0 0 cm /P1 Do Q\n${drawing}` : drawing;
  const first = 6;
  const fileAt = first + (picture ? 1 : 0);
  add(
    attached
      ? `/Type /Catalog /Pages 2 0 R /AF [${fileAt + 1} 0 R] /Names << /EmbeddedFiles << /Names [(${attached.name}) ${fileAt + 1} 0 R] >> >>`
      : '/Type /Catalog /Pages 2 0 R',
  );
  add('/Type /Pages /Kids [3 0 R] /Count 1');
  const pictures = picture ? ` /XObject << /P1 ${first} 0 R >>` : '';
  add(
    `/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 ${font('Helvetica')} /F2 ${font('Helvetica-Bold')} >>${pictures} >>`,
  );
  add('/Filter /FlateDecode', deflateSync(Buffer.from(shown, 'latin1')));
  add(made ? `/Producer (${made.by}) /CreationDate (${pdfDate(made.at)})` : '/Producer (sample)');
  if (picture) {
    const { width, height, kind, bytes } = picture;
    const size = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${kind === 'jpeg' ? 'DeviceRGB' : 'DeviceGray'} /BitsPerComponent 8`;
    if (kind === 'jpeg') add(`${size} /Filter /DCTDecode`, bytes);
    else add(`${size} /Filter /FlateDecode`, deflateSync(bytes, { level: 9 }));
  }
  if (attached) {
    add('/Type /EmbeddedFile /Subtype /text#2Fxml /Filter /FlateDecode', deflateSync(attached.bytes));
    add(
      `/Type /Filespec /F (${attached.name}) /UF (${attached.name}) /AFRelationship /Alternative /EF << /F ${fileAt} 0 R >>`,
    );
  }
  return assembled(objects);
}

const font = (name: string) =>
  `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;

/** `D:20261128093000Z` */
const pdfDate = (at: string): string => `D:${at.slice(0, 19).replace(/[-T:]/g, '')}Z`;

function assembled(objects: readonly Buffer[]): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let at = parts[0]?.length ?? 0;
  const offsets: string[] = [];
  for (const [index, object] of objects.entries()) {
    const whole = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    offsets.push(`${String(at).padStart(10, '0')} 00000 n \n`);
    parts.push(whole);
    at += whole.length;
  }
  const size = objects.length + 1;
  const xref = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  parts.push(
    Buffer.from(`${xref}trailer\n<< /Size ${size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${at}\n%%EOF\n`),
  );
  return Buffer.concat(parts);
}
