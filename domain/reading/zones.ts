import { isBanner } from './banner.ts';
import { subjectBeginning } from './subject-beginning.ts';

/** What a line of a mail is. Only `body` and `forwarded` lines are read. */
export type Zone = 'body' | 'forwarded' | 'quoted' | 'signature' | 'header';

export interface TextLine {
  /** 1 for the first. */
  number: number;
  /** Offset of its first character in the whole text. */
  start: number;
  text: string;
  zone: Zone;
}

const MOST_LINE = 300;
/** A warning that the mail came from outside runs over so many lines. */
const MOST_WARNING = 6;
/** No registration has more; what follows is not read. */
const MOST_LINES = 50_000;
const QUOTE = /^\s*[>|]/;
const FORWARD =
  /^[\s>]*(?:-+\s*)?(?:Begin forwarded message|Forwarded message|Weitergeleitete Nachricht|Anfang der weitergeleiteten Nachricht|Message transféré|Début du message (?:transféré|réexpédié)|Mensaje reenviado|Inicio del mensaje reenviado|Mensagem encaminhada|Início da mensagem encaminhada|転送(?:された)?メッセージ).{0,20}$/iu;
const ORIGINAL =
  /^[\s>]*(?:-{2,}\s*)(?:Original[ -]?Message|Original Appointment|Ursprüngliche Nachricht|Originalnachricht|Message d'origine|Message original|Mensaje original|Mensagem original|元のメッセージ)\s*-{2,}\s*$/iu;
/** `On Fri, … wrote:` in the partner languages; the address or the date before the verb keeps prose out. */
const ATTRIBUTION =
  /^[\s>]*(?:(?:On|Am|Le|El|Em)\s.{5,200}(?:wrote|schrieb|a écrit|escribió|escreveu)\b.{0,80}:|.{5,160}(?:wrote|schrieb|a écrit|escribió|escreveu):|.{5,120}(?:のメール|さんは書きました|wrote)\s*:)\s*$/iu;
const HEADER =
  /^[\s>*]*(From|Von|De|差出人|Sent|Date|Gesendet|Datum|Envoyé|Enviado|Enviada|Fecha|Data|送信日時|日付|To|An|À|Para|A|宛先|Cc|Subject|Betreff|Objet|Asunto|Assunto|件名|Reply-To|Message-ID|MIME-Version|Content-[A-Za-z-]+)\s?\*?:/iu;
const FROM = /^[\s>*]*(?:From|Von|De|差出人)\s?\*?:/iu;
const SENT =
  /^[\s>*]*(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Enviada|Fecha|Data|送信日時|日付|Subject|Betreff|Objet|Asunto|Assunto|件名)\s?(?:el|le|em)?\s?\*?:/iu;
const SIGN_OFF =
  /^\s*(?:--\s*$|_{5,}\s*$|(?:(?:with )?(?:kind|best|warm|many)(?:est)?\s+(?:regards|wishes|thanks)|regards|best|cheers|sincerely|yours (?:sincerely|faithfully|truly)|thanks(?: (?:and regards|a lot|again|so much|in advance))?|thank you(?: (?:very much|in advance))?|many thanks|(?:mit )?(?:freundliche[nm]?|beste[nm]?|viele[nm]?|herzliche[nm]?|liebe[nm]?|schöne[nm]?) (?:grü(?:ß|ss)e?n?|dank)|MfG|VG|LG|danke(?: und gruß)?|vielen dank|gruß|cordialement|bien cordialement|(?:bien )?à vous|meilleures salutations|salutations|sincères salutations|merci(?: d'avance)?|bonne journée|saludos(?: cordiales)?|(?:un )?(?:cordial )?saludo|cordialmente|atentamente|gracias(?: (?:y saludos|de antemano))?|muchas gracias|atenciosamente|att\.?|cumprimentos|com os melhores cumprimentos|abraços?|obrigad[oa]|muito obrigad[oa]|grato|enviado do meu iphone|sent from my .{2,30}|von meinem .{2,20} gesendet|envoyé de mon .{2,20}|enviado desde mi .{2,20})[,.!]*\s*$|(?:以上、?)?(?:何卒)?(?:どうぞ)?(?:宜しく|よろしく)お願い(?:いた|致)?し?(?:ます|申し上げます)|敬具|-{3,}\s*$|={5,}\s*$|━{3,}\s*$|─{3,}\s*$)/iu;
/** `Cheers, Rob`: a sign-off with its name behind the comma. */
const NAMED_SIGN_OFF =
  /^\s*(?:(?:(?:kind|best|warm|many) )?(?:regards|wishes|thanks)|best|cheers|thank you|gruß|grüße|danke|merci|cordialement|saludos|gracias|abraços?|obrigad[oa]),\s?\p{Lu}[\p{L}.'’-]{0,20}(?: \p{Lu}[\p{L}.'’-]{0,20}){0,2}\s*$/iu;
const POSTSCRIPT = /^\s*P\.? ?S\.?(?:\s*[:.])?\s+\S/u;
/** A labelled registration below a sign-off is read; labels that signatures have too (e-mail, company) do not count. */
const FORM =
  /^[\s*•-]*(?:(?:end )?customer(?: name)?|opportunity(?: name)?|(?:estimated|deal) value|expected close(?: date)?|(?:end)?kunde|projekt|client final|cliente final|顧客名?|お客様名?)\s*[:=]/iu;

/**
 * The lines of a text, each with its zone: what was quoted or stands in a signature is not what the writer states now. A forwarded
 * mail is read, its header lines are not; a mail below a mail counts as forwarded when nothing stands above it or the subject says so.
 * The first 50,000 lines are read.
 * @param text plain (see plainText).
 */
export function zonedLines(text: string, subject: string | null): TextLine[] {
  const lines: TextLine[] = [];
  const texts = text.split('\n', MOST_LINES);
  const heads = texts.map((line) => line.trim().slice(0, MOST_LINE));
  const { forwarded: forwards } = subjectBeginning(subject ?? '');
  /** Lines that the warning above a mail may still take up. */
  let warning = 0;
  let start = 0;
  let main: 'body' | 'forwarded' | 'quoted' = 'body';
  let zone: Zone = 'body';
  let nothingYet = true;
  const lastForm = heads.findLastIndex((one) => FORM.test(one));
  for (const [index, raw] of texts.entries()) {
    const line = raw.replace(/\r$/, '');
    // Trimmed and cut: blanks without end would cost their length squared.
    const said = heads[index] as string;
    const below = () => (forwards || nothingYet ? 'forwarded' : 'quoted');
    let own: Zone | null = null;
    const begins = nothingYet || lines.at(-1)?.zone === 'header' || lines.at(-2)?.zone === 'header';
    if (begins && isBanner(said)) warning = MOST_WARNING;
    if (warning > 0 && said !== '' && !FORM.test(said) && !FROM.test(said)) {
      warning -= 1;
      own = 'quoted';
    } else if (FORWARD.test(said)) {
      main = zone = 'forwarded';
      own = 'header';
    } else if (ORIGINAL.test(said) || opensMail(heads, index, zone)) {
      main = zone = below();
      own = 'header';
    } else if (ATTRIBUTION.test(said) || wrapped(heads, index)) {
      main = zone = 'quoted';
      own = 'header';
    } else if (QUOTE.test(said) && main !== 'forwarded' && !/^\|/.test(said)) {
      own = 'quoted';
    } else if (HEADER.test(said) && (lines.at(-1)?.zone === 'header' || lines.at(-2)?.zone === 'header')) {
      own = 'header';
    } else if (main !== 'quoted') {
      if (NAMED_SIGN_OFF.test(said) && !nothingYet && index > 2) zone = 'signature';
      else if (SIGN_OFF.test(said) && !(FENCE.test(said) && (lastForm > index || index < 2)))
        zone = 'signature';
      else if (zone === 'signature' && (POSTSCRIPT.test(said) || FORM.test(said))) zone = main;
    }
    if (said === '') warning = 0;
    const last = own ?? zone;
    lines.push({ number: index + 1, start, text: line, zone: last });
    if (last === 'body' && said.length >= 3) nothingYet = false;
    start += raw.length + 1;
  }
  return lines;
}

/** A rule of dashes: it opens a signature, or frames a form that stands below it. */
const FENCE = /^\s*(?:-{3,}|={5,}|_{5,}|━{3,}|─{3,})\s*$/u;

/** Outlook sets the old mail's header lines above it without a mark of its own. */
function opensMail(texts: string[], index: number, zone: Zone): boolean {
  if (zone === 'quoted' || !FROM.test(texts[index] ?? '')) return false;
  const next = texts.slice(index + 1, index + 6);
  return next.some((line) => SENT.test(line)) && next.filter((line) => HEADER.test(line)).length >= 2;
}

/** An attribution that the mail client broke over two lines. */
function wrapped(texts: string[], index: number): boolean {
  const line = texts[index] ?? '';
  if (!/^[\s>]*(?:On|Am|Le|El|Em)\s.{10,}[^:]$/u.test(line.trimEnd())) return false;
  return /^[^:]{0,80}(?:wrote|schrieb|a écrit|escribió|escreveu)\b.{0,60}:\s*$/iu.test(
    texts[index + 1] ?? '',
  );
}
