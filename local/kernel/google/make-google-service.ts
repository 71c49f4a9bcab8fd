import { InvalidArgumentError, LoggingFilterSyntaxError } from "cumulog/semantics";
import { GoogleError } from "./google-error.ts";
import type { GoogleService, GoogleServiceParts } from "./google-service.ts";
import { readRequest } from "./proto/read-json.ts";

/** Makes the service of its parts: requests are checked against the protos in front of every operation. */
export function googleService<State>(parts: GoogleServiceParts<State>): GoogleService<State> {
  return {
    ...parts,
    reader(operation) {
      const message = parts.types.request(operation);
      return (input) => readRequest(message, input);
    },
    errorOf: asGoogleError,
  };
}

/** What the rules that are shared with other packages refuse, as the API answers it. */
function asGoogleError(error: unknown): GoogleError | undefined {
  if (error instanceof InvalidArgumentError)
    return new GoogleError("INVALID_ARGUMENT", error.message, { field: error.field });
  if (error instanceof LoggingFilterSyntaxError)
    return new GoogleError("INVALID_ARGUMENT", `Unparseable filter: ${error.message}`, { field: "filter" });
  return undefined;
}
