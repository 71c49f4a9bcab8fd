/**
 * `count-tests.ts FAILED REPORT...`: prints `N passed, N failed` of test reports; ends with 1 when a test or one of the other commands
 * failed.
 */
import { readFileSync } from "node:fs";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
}

const UNREADABLE: Report = {
  numPassedTests: 0,
  numFailedTests: 1,
  numPendingTests: 0,
  numFailedTestSuites: 1,
};

function read(path: string): Report {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Report;
  } catch (error) {
    process.stdout.write(`A test report cannot be read: ${(error as Error).message}\n`);
    return UNREADABLE;
  }
}

const [otherFailures, ...paths] = process.argv.slice(2);
const reports = paths.map(read);
const sum = (member: keyof Report): number => reports.reduce((total, report) => total + report[member], 0);
const failed = sum("numFailedTests") + Number(otherFailures ?? 0);
process.stdout.write(
  `${sum("numPassedTests")} passed, ${failed} failed, ${sum("numPendingTests")} skipped\n`,
);
process.exitCode = failed > 0 || sum("numFailedTestSuites") > 0 || sum("numPassedTests") === 0 ? 1 : 0;
