/** A configuration of Terraform that cannot be loaded. The message says what, where and what was expected. */
export class TerraformError extends Error {
  override readonly name = "TerraformError";
}
