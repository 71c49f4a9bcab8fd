#!/usr/bin/env node
// `npx cumulog …` runs the command line of the project it is called in. Written so that any Node.js can say what is missing.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const PACKAGE = "@cumulog/cli";
const OLDEST = [22, 15];

/** @param {string} sentence */
function refuse(sentence) {
  process.stderr.write(`Error: ${sentence}\n`);
  process.exitCode = 2;
}

/** Where the command line is installed: in the project, or beside this package. */
function commandLine() {
  for (const from of [join(process.cwd(), "package.json"), import.meta.url])
    try {
      return createRequire(from).resolve(PACKAGE);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "MODULE_NOT_FOUND") throw error;
    }
  return undefined;
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const path = commandLine();
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
  refuse(`cumulog needs Node.js ${OLDEST.join(".")} or newer, and this is ${process.versions.node}.`);
else if (path === undefined)
  refuse(`The command line is not installed here: npm install --save-dev ${PACKAGE}`);
else await import(pathToFileURL(path).href);
