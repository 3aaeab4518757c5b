import { lookupTable } from '../lookup-table.ts';
import type { RegistrationStatus } from './registration.ts';

/** How a program writes down what became of a registration, in the six languages: statuses and the words of a decision. */
const WORDS: Record<RegistrationStatus, readonly string[]> = {
  Draft: ['draft', 'entwurf', 'brouillon', 'borrador', 'rascunho', '下書き'],
  Submitted: [
    ...['submitted', 'new', 'received', 'pending', 'open', 'eingereicht', 'neu', 'offen', 'eingegangen'],
    ...['soumis', 'soumise', 'nouveau', 'en attente', 'enviado', 'enviada', 'recibido', 'pendiente'],
    ...['nuevo', 'recebido', 'novo', 'pendente', '提出済み', '新規'],
  ],
  Incomplete: ['incomplete', 'unvollständig', 'incomplet', 'incomplète', 'incompleto', 'incompleta', '不備'],
  'Under Review': [
    ...[
      'under review',
      'in review',
      'in prüfung',
      'wird geprüft',
      'en cours',
      'en revue',
      "en cours d'examen",
    ],
    ...['en revisión', 'em análise', 'em revisão', '審査中', 'レビュー中'],
  ],
  Approved: [
    ...['approved', 'approve', 'accepted', 'yes', 'genehmigt', 'freigegeben', 'angenommen', 'approuvé'],
    ...['approuvée', 'accepté', 'acceptée', 'aprobado', 'aprobada', 'aceptado', 'aprovado', 'aprovada'],
    ...['aceito', '承認', '承認済み'],
  ],
  Rejected: [
    ...[
      'rejected',
      'reject',
      'declined',
      'denied',
      'refused',
      'no',
      'closed lost',
      'abgelehnt',
      'zurückgewiesen',
    ],
    ...['refusé', 'refusée', 'rejeté', 'rejetée', 'rechazado', 'rechazada', 'denegado', 'rejeitado'],
    ...['rejeitada', 'recusado', 'negado', '却下', '拒否'],
  ],
  Expired: [
    'expired',
    'abgelaufen',
    'expiré',
    'expirée',
    'caducado',
    'vencido',
    'expirado',
    'expirada',
    '期限切れ',
  ],
  Withdrawn: [
    ...['withdrawn', 'cancelled', 'canceled', 'zurückgezogen', 'storniert', 'retiré', 'retirée', 'annulé'],
    ...['retirado', 'retirada', 'cancelado', 'cancelada', '取り下げ'],
  ],
  Converted: [
    ...['converted', 'won', 'closed won', 'gewonnen', 'umgewandelt', 'gagné', 'gagnée', 'converti', 'ganado'],
    ...['ganada', 'convertido', 'ganho', 'ganha', '受注'],
  ],
};

const STATUSES = lookupTable<RegistrationStatus>(
  Object.fromEntries(
    Object.entries(WORDS).flatMap(([status, words]) =>
      words.map((word) => [plain(word), status as RegistrationStatus]),
    ),
  ),
);

/** The status that a word of an export means; null when we do not know the word. */
export function registrationStatusOf(word: string): RegistrationStatus | null {
  return STATUSES[plain(word)] ?? null;
}

/** What is accepted, for whoever wrote something else. */
export const STATUS_NAMES: readonly RegistrationStatus[] = Object.keys(WORDS) as RegistrationStatus[];

/** What people did with a registration in this status; null while, or because, nobody decided it. */
export function pastDecisionOf(status: RegistrationStatus): 'approve' | 'reject' | null {
  if (status === 'Approved' || status === 'Converted' || status === 'Expired') return 'approve';
  return status === 'Rejected' ? 'reject' : null;
}

function plain(word: string): string {
  return word
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}
