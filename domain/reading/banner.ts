/** What mail systems write above a mail from outside, in the partner languages. */
const BANNER = new RegExp(
  [
    '(?:this|the) (?:e-?mail|message|sender).{0,60}(?:outside|external)',
    'external (?:e-?mail|sender|message)',
    "(?:you don't|you do not) often (?:get|receive) (?:e-?mail|messages?) from",
    'do not click (?:on )?(?:any )?links',
    'diese (?:e-?mail|nachricht).{0,80}(?:außerhalb|extern)',
    'externe[rn]? (?:e-?mail|absender|nachricht)',
    'sie erhalten nicht (?:häufig|oft) (?:e-?mails|nachrichten) von',
    'ce (?:message|courriel|mail|e-?mail|courrier).{0,80}(?:extérieur|externe)',
    '(?:expéditeur|message|courriel|e-?mail) externe',
    "vous n'obtenez pas souvent|vous ne recevez pas souvent",
    'este (?:correo|mensaje|e-?mail).{0,80}(?:fuera de|extern)',
    '(?:correo|remitente|mensaje) extern[oa]|no suele recibir',
    '(?:este|esta) (?:e-?mail|mensagem|correio).{0,80}(?:fora d|extern)',
    '(?:e-?mail|remetente|mensagem) extern[oa]|(?:você )?não costuma receber',
    '(?:社外|外部|組織外).{0,40}(?:メール|送信者|送信|差出人)',
  ].join('|'),
  'iu',
);
const LABELLED = /^[^:：]{2,40}[:：]\s*\S.{0,120}$/u;
const OPENING =
  /^(?:caution|warning|attention|achtung|vorsicht|hinweis|avertissement|prudence|cuidado|precaución|advertencia|aviso|atenção|注意|警告|external|extern)/iu;

/** Whether a line is a warning that a mail came from outside; a labelled value is none. */
export function isBanner(line: string): boolean {
  const text = line.replace(/^(?:[\s>*!|[(]|⚠\ufe0f?){1,20}/u, '').slice(0, 300);
  return BANNER.test(text) && (OPENING.test(text) || !LABELLED.test(text));
}
