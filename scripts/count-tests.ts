/** Prints `N passed, N failed` for a test report; ends with 1 when a test or one of the other commands failed. */
import { readFileSync } from "node:fs";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
}

const [path, otherFailures] = process.argv.slice(2);
let report: Report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numFailedTestSuites: 1 };
try {
  report = JSON.parse(readFileSync(path!, "utf8")) as Report;
} catch (error) {
  process.stdout.write(`The test report cannot be read: ${(error as Error).message}\n`);
}
const failed = report.numFailedTests + Number(otherFailures ?? 0);
process.stdout.write(
  `${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests} skipped\n`,
);
process.exitCode = failed > 0 || report.numFailedTestSuites > 0 || report.numPassedTests === 0 ? 1 : 0;
