import { connectionAdvice, connectionTrouble } from "../delivery/connection-trouble.ts";
import { isTransportFailure } from "../delivery/transport-failure.ts";
import { BulkRefusedError, type Refusal } from "./outcome.ts";

/** What a failed call to a search server asks for: its own answer, the network's trouble, or a person's help. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof BulkRefusedError) return error.refusal;
  const { code, name, message = "" } = (error ?? {}) as { code?: unknown; name?: string; message?: string };
  const reason = typeof code === "string" ? code : (name ?? "Error");
  const trouble = connectionTrouble(error);
  if (trouble === "certificate") {
    const advice = `The search server's certificate is not trusted (${reason}): give the authority's certificate as caFile.`;
    return { kind: "fatal", reason, advice };
  }
  if (trouble === "not-tls") {
    const advice = `The search server does not speak TLS (${reason}): check whether url begins with http: or https:.`;
    return { kind: "fatal", reason, advice };
  }
  if (trouble !== undefined)
    return { kind: "fatal", reason, advice: connectionAdvice("The search server", trouble) };
  if (/credential/i.test(`${name} ${message}`)) {
    const advice = `No credentials of AWS were found (${reason}): set them in the environment, or as auth.credentials.`;
    return { kind: "fatal", reason, advice };
  }
  return { kind: "retry", reason: isTransportFailure(error) ? reason : (name ?? reason) };
}
