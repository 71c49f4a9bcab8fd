import { headerOf, shortened } from "./headers.ts";
import type { RequestFacts } from "./options.ts";

/**
 * Address of the client: that of the connection, or with proxies in front the entry of `X-Forwarded-For` that the outermost of
 * them has added. Entries before it are whatever the client has written.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For
 */
export function clientAddress(request: RequestFacts, trustedProxies: number): string | undefined {
  const forwarded = trustedProxies === 0 ? undefined : headerOf(request.headers, "x-forwarded-for");
  if (forwarded === undefined) return plain(request.remoteAddress);
  const entries = forwarded.split(",").map((entry) => entry.trim());
  return plain(shortened(entries[Math.max(0, entries.length - trustedProxies)] ?? ""));
}

/** An IPv4 address that came by an IPv6 socket, as IPv4. */
function plain(address: string | undefined): string | undefined {
  if (address === undefined || address === "") return undefined;
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
}
