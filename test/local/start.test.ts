import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Prints the modules that starting a cloud loads, one a line. */
const PROGRAM = `
import { registerHooks } from "node:module";
registerHooks({ load: (url, context, next) => { console.log(url); return next(url, context); } });
const { LocalCloud } = await import(${JSON.stringify(new URL("../../local/index.ts", import.meta.url).href)});
const cloud = await LocalCloud.start({ googlePort: false });
await cloud.stop();
`;

test("the start of a cloud waits for no service, no semantics, no protos and no YAML", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...process.execArgv,
    "--conditions=cumulog-source",
    "--input-type=module",
    "--eval",
    PROGRAM,
  ]);

  const loaded = stdout.split("\n").filter((line) => line.startsWith("file:"));
  const unasked =
    /\/(lib\/(semantics|analysis|signals)\/index\.ts|node_modules\/(protobufjs|yaml|zod)|services\/\w+\/service\.ts)/;
  expect(loaded.length).toBeGreaterThan(50);
  expect(loaded.filter((url) => unasked.test(url))).toEqual([]);
  // Each file costs a fraction of a millisecond; there were 579 when everything was loaded at once.
  expect(loaded.length).toBeLessThan(200);
});
