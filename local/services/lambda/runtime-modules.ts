/** Runs inside the child process of a function: the managed runtime of AWS has the SDK, so code may not bring it along. */
import { createRequire, registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Packages that the managed runtime of Node.js has. https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const PROVIDED = /^@(aws-sdk|smithy)\//;

/** Address of what stands for a package that is nowhere. */
const MISSING = "cumulog-missing:";

/**
 * Has packages of the SDK that a function's code does not bring found where the cloud was started, or beside the cloud. One that
 * is required and nowhere fails when it is used, not before: much code loads more than it needs.
 *
 * @param folders in which projects may have them
 */
export function provideSdk(folders: readonly string[]): void {
  let searching = false;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        // What is looked for below comes here as well.
        if (searching || !PROVIDED.test(specifier)) throw error;
        searching = true;
        const found = folders
          .map((folder) => foundFrom(folder, specifier))
          .find((path) => path !== undefined);
        searching = false;
        if (found !== undefined) return { url: pathToFileURL(found).href, shortCircuit: true };
        if (![...context.conditions].includes("require")) throw error;
        return { url: `${MISSING}${specifier}`, format: "commonjs", shortCircuit: true };
      }
    },
    load: (url, context, nextLoad) =>
      url.startsWith(MISSING)
        ? { format: "commonjs", shortCircuit: true, source: standIn(url.slice(MISSING.length)) }
        : nextLoad(url, context),
  });
}

/** A module each of whose exports is a class that says what to install. */
function standIn(name: string): string {
  const message = `The code uses ${name}, which AWS's runtime has and this machine has not: npm install -D ${name}`;
  return `module.exports = new Proxy({}, {
  get: (_target, name) => typeof name !== "string" || name === "__esModule" || name === "then"
    ? undefined
    : class { constructor() { throw new Error(${JSON.stringify(message)}); } },
});`;
}

function foundFrom(folder: string, specifier: string): string | undefined {
  try {
    return createRequire(join(folder, "index.js")).resolve(specifier);
  } catch {
    return undefined;
  }
}
