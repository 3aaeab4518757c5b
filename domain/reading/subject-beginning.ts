/** What mail systems and mailing lists set before a subject: where the mail came from, what they found in it, the number of a ticket. */
const TAG =
  /^\s{0,9}(?:\[[^[\]]{1,40}\]|[[({*<【]{1,2}\s?(?:e?xt(?:ern(?:al|e[rs]?|[ao])?)?(?:[ -](?:e-?mail|mail|sender|absender|message|exp[ée]diteur))?|(?:exp[ée]diteur|courriel|message|correo|remitente|remetente|mensaje|mensagem)[ -]extern[eoa]|outside|caution|warning|attention|achtung|vorsicht|cuidado|precauci[óo]n|aten[cç][aã]o|(?:suspected |possible |probable )?spam\??|phish(?:ing)?\??|secure|encrypted|verschl[üu]sselt|社外|外部|注意|#\s?\w{1,20})[^\])}*>】]{0,20}[\])}*>】]{1,2}|(?:external|extern|externe|externo|社外)\s?[:：])\s{0,9}/iu;
const REPLY = /^\s{0,9}(?:re|aw|sv|antw|回复|返信|res|r)\s?(?:\[\d{1,3}\])?\s?[:：]\s{0,9}/iu;
const FORWARD = /^\s{0,9}(?:fwd?|wg|tr|rv|enc|i|doorst|転送|vs)\s?(?:\[\d{1,3}\])?\s?[:：]\s{0,9}/iu;
/** Nobody's subject has gone through more hands. */
const MOST_MARKS = 30;

/** How a subject begins before it says what it is about: `[EXTERNAL] RE: FW: `. */
export function subjectBeginning(subject: string): { length: number; forwarded: boolean } {
  let length = 0;
  let forwarded = /^\s{0,9}転送/u.test(subject);
  for (let marks = 0; marks < MOST_MARKS; marks += 1) {
    const rest = subject.slice(length, length + 100);
    const forward = FORWARD.exec(rest)?.[0];
    const mark = forward ?? REPLY.exec(rest)?.[0] ?? TAG.exec(rest)?.[0];
    if (mark === undefined) break;
    forwarded ||= forward !== undefined;
    length += mark.length;
  }
  return { length, forwarded };
}
