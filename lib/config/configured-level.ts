import { type EnvironmentLevels, LAMBDA_LEVEL, tellOfLevels } from "../logger/environment-level.ts";
import { levelName } from "../logger/levels.ts";

/** Level that is configured for a name, as the environment lets it be: Lambda's is the root's, and the lowest of all others. */
export function configuredLevel(name: string, configured: number, { lambda }: EnvironmentLevels): number {
  if (lambda === undefined) return configured;
  const level = name === "" ? lambda : Math.max(lambda, configured);
  if (level !== configured) {
    const whose = name === "" ? "the root's" : `"${name}"'s`;
    const told = `${LAMBDA_LEVEL}=${levelName(lambda)} wins over ${whose} level ${levelName(configured)}`;
    tellOfLevels("level-conflict", told);
  }
  return level;
}
