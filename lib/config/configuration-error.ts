/** One mistake in a configuration. */
export interface ConfigurationMistake {
  /** Where it is, for example `loggers.orders.level`. */
  readonly path: string;
  /** What was given and what is allowed. */
  readonly message: string;
}

/** A configuration with mistakes; the message names every one with its path. Nothing of it was applied. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly mistakes: readonly ConfigurationMistake[];

  constructor(source: string, mistakes: readonly ConfigurationMistake[], options?: ErrorOptions) {
    const lines = mistakes.map(({ path, message }) => `  ${path === "" ? "(top level)" : path}: ${message}`);
    super(
      `${source} has ${mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`}:\n${lines.join("\n")}`,
      options,
    );
    this.mistakes = mistakes;
  }
}
