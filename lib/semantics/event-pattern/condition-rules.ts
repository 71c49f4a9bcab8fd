/** Where the services that have these conditions differ. */
export interface ConditionRules {
  /** Digits behind the decimal point in which numbers are compared. */
  readonly decimals: number;
  /** Whether null is anything but a text or a number. */
  readonly anythingButNull: boolean;
}
