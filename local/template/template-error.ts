/** A template or assembly that cannot be deployed. The message says what, where and what was expected. */
export class TemplateError extends Error {
  override readonly name: string = "TemplateError";
}
