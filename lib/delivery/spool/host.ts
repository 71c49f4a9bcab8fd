import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

let identity: string | undefined;

/**
 * Eight characters for the running kernel: the same in all containers of a host, another one on every other host and after every
 * boot. Where the system has no id of its boot, the host's name stands for it.
 *
 * @see https://www.kernel.org/doc/html/latest/admin-guide/sysctl/kernel.html#random
 */
export function kernelIdentity(): string {
  identity ??= createHash("sha256").update(bootId()).digest("hex").slice(0, 8);
  return identity;
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return hostname();
  }
}
