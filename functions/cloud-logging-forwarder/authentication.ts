import type { ExternalAccountClientOptions, JWTInput } from "google-auth-library";
import { resolveReference } from "../shared/secret.ts";
import type { ForwarderConfiguration } from "./configuration.ts";

const SCOPE = "https://www.googleapis.com/auth/logging.write";

/** Makes the function that authenticates calls: Workload Identity Federation, a key file's content, or nothing. */
export async function authentication(
  credentials: ForwarderConfiguration["credentials"],
): Promise<() => Promise<Record<string, string>>> {
  if (credentials === "none") return async () => ({});
  const { GoogleAuth } = await import("google-auth-library");
  const options =
    typeof credentials === "string" ? JSON.parse(await resolveReference(credentials)) : credentials;
  const auth = new GoogleAuth({
    scopes: [SCOPE],
    ...(options === undefined
      ? undefined
      : { credentials: options as JWTInput | ExternalAccountClientOptions }),
  });
  return async () => {
    const headers = await auth.getRequestHeaders();
    return Object.fromEntries(headers.entries());
  };
}
