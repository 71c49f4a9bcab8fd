/** What is wrong with a pattern of events or a filter policy, in the services' words; its reader says where it came in. */
export class InvalidEventPatternError extends Error {
  override readonly name = "InvalidEventPatternError";
}
