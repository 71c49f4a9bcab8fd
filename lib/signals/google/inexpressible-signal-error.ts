/** Thrown for a signal that Google Cloud cannot express; its message is the reason, as the end of a sentence. */
export class InexpressibleSignalError extends Error {
  override readonly name = "InexpressibleSignalError";
}
