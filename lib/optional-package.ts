/** Thrown when something is used that needs a package which is not installed; says how to install it. */
export class MissingPackageError extends Error {
  override readonly name = "MissingPackageError";
}

/**
 * What to do when the import of an optional package fails, as in `import("zod").catch(missing("zod", "Checking"))`. The import
 * stands at its place and has a `catch`, because then bundlers take a package that is not installed for one that may be missing.
 *
 * @param what what needs the package, as the beginning of a sentence
 * @throws {MissingPackageError} when the package is not installed; else what the import threw
 */
export const missing =
  (name: string, what: string) =>
  (cause: unknown): never => {
    const { code, message } = cause as NodeJS.ErrnoException;
    // A package that is installed and lacks one of its own says another name.
    const isMissing =
      (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") && message.includes(`'${name}'`);
    if (!isMissing) throw cause;
    throw new MissingPackageError(
      `${what} needs the package ${name}, which is not installed: npm install ${name}`,
      {
        cause,
      },
    );
  };
