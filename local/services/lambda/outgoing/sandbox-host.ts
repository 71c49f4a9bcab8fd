import dns from "node:dns";

/** Names that an execution environment of Lambda has for itself. */
export const SANDBOX_HOST = /^sandbox(\.localdomain)?$/i;

/** Has the names of the execution environment found in this process: they are this machine. */
export function resolveSandbox(): void {
  const lookup = dns.lookup as (host: string, ...others: unknown[]) => void;
  dns.lookup = ((host: string, ...others: unknown[]) =>
    lookup(SANDBOX_HOST.test(host) ? "127.0.0.1" : host, ...others)) as typeof dns.lookup;
}
