import { contractWith, type DeclaredColumns } from "cumulog/analysis";
import { checkIndexPattern } from "cumulog/search";
import type * as z from "zod/mini";
import { lakeColumns, processorSchema } from "../../functions/log-processor/configuration.ts";

/** {@link processorSchema} with what the code of destinations tells of them, for whoever deploys the function. */
export const checkedProcessorSchema = processorSchema.check((context) => {
  for (const [index, destination] of context.value.destinations.entries()) {
    const [member, problem] =
      destination.type === "opensearch"
        ? ["index", problemOf(() => checkIndexPattern(destination.index))]
        : destination.type === "lake"
          ? ["columns", problemOf(() => contractWith(destination.columns))]
          : [];
    if (problem === undefined) continue;
    const path = ["destinations", index, member as string];
    context.issues.push({ code: "custom", input: destination, path, message: problem });
  }
});

/** {@link lakeColumns} that the lake can have. */
export const checkedLakeColumns = lakeColumns.check((context: z.core.ParsePayload<DeclaredColumns>) => {
  const problem = problemOf(() => contractWith(context.value));
  if (problem !== undefined)
    context.issues.push({ code: "custom", input: context.value, path: [], message: problem });
});

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
