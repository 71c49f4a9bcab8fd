/** Oldest Node.js that runs the packages: the first with zstd, `module.registerHooks` and `require` of modules without a flag. */
const OLDEST = [22, 15] as const;

/** Thrown on a Node.js that is too old; says which one is needed. */
export class NodeVersionError extends Error {
  override readonly name = "NodeVersionError";
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  const error = new NodeVersionError(
    `cumulog needs Node.js ${OLDEST.join(".")} or newer, and this is ${process.versions.node}.`,
  );
  // One sentence: the trace would show nothing but imports.
  error.stack = `${error.name}: ${error.message}`;
  throw error;
}
