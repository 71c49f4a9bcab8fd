/** An event that a transformer cannot transform; it keeps its original form. */
export class TransformationError extends Error {
  override name = "TransformationError";
}
