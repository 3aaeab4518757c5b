/** What makes a field unreadable: it refuses a structured submission, and is only noted on one read from free text. */
export type FieldFaultCode =
  | 'amount_ambiguous'
  | 'amount_decimals'
  | 'amount_malformed'
  | 'amount_negative'
  | 'amount_too_large'
  | 'currency_ambiguous'
  | 'currency_missing'
  | 'currency_unknown'
  | 'date_ambiguous'
  | 'date_malformed'
  | 'email_malformed'
  | 'field_ambiguous'
  | 'id_characters'
  | 'missing_id'
  | 'timestamp_malformed'
  | 'too_long'
  | 'version_malformed'
  | 'wrong_type';

/** What intake found odd but let in: the case goes to a person. */
export interface IntakeProblem {
  /** Stable; each lifecycle lists its own. */
  code: string;
  field: string | null;
  /** One plain sentence without any of the input's values. */
  title: string;
}
