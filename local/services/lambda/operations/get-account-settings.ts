import type { Call } from "#kernel/cloud.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LIMITS = {
  TotalCodeSize: 80_530_636_800,
  CodeSizeUnzipped: 262_144_000,
  CodeSizeZipped: 52_428_800,
  ConcurrentExecutions: 1_000,
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export function getAccountSettings(_: object, { state: { functions } }: Call<Lambda>): object {
  const all = functions.list();
  const reserved = all.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  const sizes = all.flatMap(({ configuration, versions }) => [configuration, ...versions]);
  return {
    AccountLimit: {
      ...LIMITS,
      UnreservedConcurrentExecutions: LIMITS.ConcurrentExecutions - reserved,
    },
    AccountUsage: {
      TotalCodeSize: sizes.reduce((sum, { CodeSize }) => sum + Number(CodeSize), 0),
      FunctionCount: all.length,
    },
  };
}
