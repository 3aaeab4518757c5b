/**
 * A small PDF (ISO 32000-1) with one Helvetica line after the other, uncompressed, so that everybody can read it and ISO dates
 * in it can be moved without moving an offset. Text outside of Windows-1252 is refused.
 * @param pages lines per page
 */
export function pdf(pages: readonly (readonly string[])[]): Buffer {
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((lines, index) => {
      const stream = `BT /F1 11 Tf 14 TL 56 780 Td\n${lines.map((line) => `(${escaped(line)}) Tj T*`).join('\n')}\nET\n`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}endstream`,
      ];
    }),
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** One byte a character: latin1, and the euro sign and quotes at their places in Windows-1252. */
function escaped(line: string): string {
  const special: Record<string, string> = { '€': '\x80', '“': '\x93', '”': '\x94', '„': '\x84', '–': '\x96' };
  const bytes = line.replace(/[€“”„–]/g, (sign) => special[sign] ?? sign).replace(/[()\\]/g, '\\$&');
  if ([...bytes].some((sign) => (sign.codePointAt(0) ?? 0) > 0xff))
    throw new Error(`a PDF of the channel cannot hold: ${line}`);
  return bytes;
}
