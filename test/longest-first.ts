import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/** Files that take more than ten seconds, the longest first; a name that is gone does no harm. */
const LONGEST = [
  "opensearch/real-delivery",
  "scripts/start",
  "docs/snippets",
  "infra/lake-in-the-cloud",
  "page/accessibility",
  "opensearch/real-dashboards",
  "local/cloudformation/cdk-deploy",
  "local/protocols/every-operation",
  "cli/backtest",
  "cli/lake",
  "cli/patterns",
  "infra/whole-stack",
  "infra/synth",
  "cli/cloud-commands",
  "lake/change",
  "lake/business-intelligence",
];

/** Begins with what takes longest, so that no worker is left with it at the end. Vitest itself goes by what it measured before, or by size. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((name) => moduleId.includes(`/test/${name}.`));
  return rank < 0 ? LONGEST.length : rank;
}
