import { isTransportFailure } from "../delivery/transport-failure.ts";
import { BulkRefusedError, type Refusal } from "./outcome.ts";

const CERTIFICATE = /CERT|UNABLE_TO_VERIFY|SELF_SIGNED/;
const NOT_TLS: ReadonlySet<string> = new Set(["EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER"]);

/** What a failed call to a search server asks for: its own answer, the network's trouble, or a person's help. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof BulkRefusedError) return error.refusal;
  const { code, name, message = "" } = (error ?? {}) as { code?: unknown; name?: string; message?: string };
  const reason = typeof code === "string" ? code : (name ?? "Error");
  if (CERTIFICATE.test(reason)) {
    const advice = `The search server's certificate is not trusted (${reason}): give the authority's certificate as caFile.`;
    return { kind: "fatal", reason, advice };
  }
  if (NOT_TLS.has(reason)) {
    const advice = `The search server does not speak TLS (${reason}): check whether url begins with http: or https:.`;
    return { kind: "fatal", reason, advice };
  }
  if (/credential/i.test(`${name} ${message}`)) {
    const advice = `No credentials of AWS were found (${reason}): set them in the environment, or as auth.credentials.`;
    return { kind: "fatal", reason, advice };
  }
  return { kind: "retry", reason: isTransportFailure(error) ? reason : (name ?? reason) };
}
