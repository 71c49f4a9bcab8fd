import { missing } from "../../optional-package.ts";

/** Loads Google's library for credentials. @throws {MissingPackageError} when it is not installed */
export const loadAuthentication = (): Promise<
  Pick<typeof import("google-auth-library"), "GoogleAuth" | "PassThroughClient">
> => import("google-auth-library").catch(missing("google-auth-library", "CloudLoggingHandler"));
