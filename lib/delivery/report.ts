/**
 * Account of every record that a handler was given. At any moment
 * `accepted = delivered + Σ rejected + Σ dropped + spooled + pending`.
 */
export interface DeliveryReport {
  /** Records that the handler took. */
  readonly accepted: number;
  /** Records that the destination acknowledged. */
  readonly delivered: number;
  /** Records that the destination refused for good, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Records given up by the handler itself, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Records that wait in the spool directory for the next start. */
  readonly spooled: number;
  /** Records still in memory, in flight included. */
  readonly pending: number;
}
